import { asksOf, columnOf, type Form, forms, isExtensible } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { composed } from '../../db/read-in-one-flight.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { ownKeysByCentre } from '../fields/index.ts';
import { sqlOfConditions } from './conditions-sql.ts';

/** The records of a form that a patient has, how many of the fields that they ask for are filled, and what was done with them. */
export interface RecordCount {
  readonly patientId: string;
  readonly form: string;
  readonly n: number;
  readonly filled: number;
  readonly asked: number;
  readonly queried: number;
  readonly verified: number;
  readonly frozen: number;
  readonly locked: number;
  readonly signed: number;
}

/** How many of the fields that a record asks for are filled, as `filledOf` counts: a reason that is final answers too. */
function sqlOfFilled(form: Form, asks: readonly (readonly string[])[]): string {
  const givenOf = (fields: readonly string[]) =>
    `num_nonnulls(${fields.map((field) => `"${columnOf(field)}"`).join(', ')})`;
  const anyOf = asks.filter((fields) => fields.length > 1).map((fields) => `least(1, ${givenOf(fields)})`);
  const single = asks.filter((fields) => fields.length === 1).flat();
  if (!isExtensible(form.name)) return [...anyOf, ...single.map((field) => givenOf([field]))].join(' + ');
  const always = single.filter((field) => !form.fields[field]?.applies);
  const sometimes = single.filter((field) => form.fields[field]?.applies);
  const appliedTo = (field: string, answered: string) =>
    `${answered} * (${sqlOfConditions(form.fields[field]?.applies)})::int`;
  const answered = (field: string) =>
    `greatest(${givenOf([field])}, (coalesce(missing ->> '${field}', 'pending') <> 'pending')::int)`;
  // Hardly a record has reasons, and looking for one field by field takes most of the time.
  const plain = [...anyOf, ...(always.length > 0 ? [givenOf(always)] : [])].concat(
    sometimes.map((field) => appliedTo(field, givenOf([field]))),
  );
  const reasoned = [...anyOf, ...always.map(answered), ...sometimes.map((field) => appliedTo(field, answered(field)))];
  return `case when missing = '{}' then ${plain.join(' + ')} else ${reasoned.join(' + ')} end`;
}

const counts = forms.map((form: Form) => {
  const asks = asksOf(form);
  const unasked = asks.flatMap(([field = '', ...others]) =>
    others.length === 0 && form.fields[field]?.applies
      ? [` - sum((not (${sqlOfConditions(form.fields[field]?.applies)}))::int)`]
      : [],
  );
  const own = isExtensible(form.name)
    ? [
        ` + case when o.keys is null then 0 else (select count(*) from unnest(o.keys) key\n              where jsonb_exists(own, key) or coalesce(missing ->> key, 'pending') <> 'pending') end`,
        ` + coalesce(sum(cardinality(o.keys)), 0)`,
      ]
    : ['', ''];
  return `select patient_id as "patientId", '${form.name}' as form, count(*)::int as n,
       sum(${sqlOfFilled(form, asks)}${own[0]})::int as filled, (count(*) * ${asks.length}${unasked.join('')}${own[1]})::int as asked
     from patients p join portal."${tableOf(form)}" r on r.centre_id = p.centre_id and r.patient_id = p.id
     left join own_keys o on o.centre = p.centre_id and o.form = '${form.name}' group by patient_id`;
});

/** What was asked about `counted`, compared and held: a hold on a patient or a centre is one on every record of theirs. */
const reviewed = `
  asked_about as (
    select q.patient_id as "patientId", q.form, count(*)::int as queried from patients p
    join portal.data_query q on q.centre_id = p.centre_id and q.patient_id = p.id
    where q.state <> 'closed' group by 1, 2
  ),
  compared as (
    select v.patient_id as "patientId", v.form, count(*)::int as verified from patients p
    join portal.record_verification v on v.centre_id = p.centre_id and v.patient_id = p.id
    where v.verified and v.field is null and not exists (select from portal.removed_record r where r.id = v.record_id) group by 1, 2
  ),
  held as (
    select h.patient_id, h.form as held_form, count(distinct h.record_id)::int as n, count(distinct h.record_id) filter (where h.kind = 'locked')::int as locked
    from patients p join portal.record_hold h on h.centre_id = p.centre_id and h.patient_id = p.id
    where h.lifted_at is null and h.record_id is not null group by 1, 2
  ),
  held_whole as (
    select p.id, bool_or(h.kind = 'locked') as locked from patients p
    join portal.record_hold h on h.centre_id = p.centre_id and (h.patient_id is null or h.patient_id = p.id)
    where h.lifted_at is null and h.record_id is null group by 1
  ),
  signed as (
    select s.patient_id as "patientId", s.form, count(distinct s.record_id)::int as signed from patients p
    join portal.record_signature s on s.centre_id = p.centre_id and s.patient_id = p.id where s.voided_at is null group by 1, 2
  )
  select "patientId", form, coalesce(c.n, 0) as n, coalesce(filled, 0) as filled, coalesce(asked, 0) as asked,
    coalesce(queried, 0) as queried, coalesce(verified, 0) as verified,
    coalesce(case when w.id is null then h.n else c.n end, 0) as frozen,
    coalesce(case when w.locked then c.n else h.locked end, 0) as locked, coalesce(signed, 0) as signed
  from counted c full join asked_about using ("patientId", form) left join compared using ("patientId", form)
  left join signed using ("patientId", form) left join held h on h.patient_id = "patientId" and h.held_form = c.form
  left join held_whole w on w.id = "patientId"`;

/** With the centre of each, by which their records are found: of every centre, each form would be looked through for all. */
const patients = 'patients as materialized (select id, centre_id from portal.patient where id = any($1))';

const statement = `with ${patients}, ${ownKeysByCentre}, counted as (${counts.join(' union all ')}), ${reviewed}`;
// In one order: the plan of a kept statement changes after its first uses.
const kept = composed(`${statement} order by 1, 2`);
/** For as many as a page has, planning takes longer than counting; for thousands another plan is worth it. */
const A_PAGE = 200;

/** Records per patient and form, how full they are and what was done with them, in one statement. */
export function readRecordCounts(tx: StudyTransaction, patientIds: readonly string[]): Promise<RecordCount[]> {
  return tx.rows(patientIds.length <= A_PAGE ? kept : statement, [patientIds]);
}
