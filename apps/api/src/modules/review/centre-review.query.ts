import { type Form, forms } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

/** What a hold on a whole centre would cover, and what stands in its way. */
export interface CentreReviewRow {
  readonly centreId: number;
  readonly centre: string;
  readonly patients: number;
  readonly records: number;
  /** Patients without a record of a form that the study uses and of which a patient has one. */
  readonly incomplete: number;
  /** Not closed: in the way of a lock. */
  readonly queries: number;
  /** Records entered twice of which the entries differ and nobody has decided: in the way of a lock. */
  readonly differences: number;
  /** Records that are verified as a whole, locked by themselves or with their patient, signed. */
  readonly verified: number;
  readonly locked: number;
  readonly signed: number;
}

const records = forms
  .map((form: Form) => `select centre_id, patient_id, id from portal."${tableOf(form)}" where centre_id = any ($1)`)
  .join(' union all ');

const lacksOne = forms
  .filter(({ repeats }) => !repeats)
  .map((form: Form) => {
    const table = tableOf(form);
    const has = `exists (select from portal."${table}" f where f.centre_id = p.centre_id and f.patient_id = p.id)`;
    return `('${table}' <> all (s.unused_forms) and not ${has})`;
  })
  .join(' or ');

/** By code, in one statement; each table is read once. */
export function countCentres(tx: StudyTransaction, centreIds: readonly number[]): Promise<CentreReviewRow[]> {
  return tx.rows<CentreReviewRow>(
    `with records as (${records}),
     counted as (
       select r.centre_id, count(*)::int as n, count(*) filter (where exists (
           select from portal.record_hold h where h.lifted_at is null and h.kind = 'locked' and h.centre_id = r.centre_id
             and h.patient_id = r.patient_id and (h.record_id is null or h.record_id = r.id)))::int as locked
       from records r group by 1
     ),
     people as (
       select p.centre_id, count(*)::int as n, count(*) filter (where ${lacksOne})::int as incomplete
       from portal.patient p join portal.centre c on c.id = p.centre_id join portal.study s on s.id = c.study_id
       where p.centre_id = any ($1) group by 1
     ),
     asked as (select q.centre_id, count(*)::int as n from portal.data_query q
       join portal.patient p on p.centre_id = q.centre_id and p.id = q.patient_id
       where q.centre_id = any ($1) and q.state in ('open', 'answered') group by 1),
     differing as (select e.centre_id, count(*)::int as n from portal.entry_comparison e
       join portal.patient p on p.centre_id = e.centre_id and p.id = e.patient_id
       where e.centre_id = any ($1) and e.state = 'differs'
         and not exists (select from portal.removed_record r where r.centre_id = e.centre_id and r.id = e.record_id) group by 1),
     compared as (select v.centre_id, count(*)::int as n from portal.record_verification v join records r on r.id = v.record_id
       where v.centre_id = any ($1) and v.verified and v.field is null group by 1),
     signed as (select s.centre_id, count(distinct s.record_id)::int as n from portal.record_signature s join records r on r.id = s.record_id
       where s.centre_id = any ($1) and s.voided_at is null group by 1)
     select c.id as "centreId", c.code as centre, coalesce(people.n, 0) as patients, coalesce(counted.n, 0) as records,
       coalesce(people.incomplete, 0) as incomplete, coalesce(asked.n, 0) as queries,
       coalesce(differing.n, 0) as differences, coalesce(compared.n, 0) as verified, coalesce(counted.locked, 0) as locked, coalesce(signed.n, 0) as signed
     from portal.centre c left join counted on counted.centre_id = c.id left join people on people.centre_id = c.id
     left join asked on asked.centre_id = c.id left join differing on differing.centre_id = c.id
     left join compared on compared.centre_id = c.id left join signed on signed.centre_id = c.id
     where c.id = any ($1) order by c.code`,
    [centreIds],
  );
}
