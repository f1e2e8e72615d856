import { type AuditKind } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { toColumn } from './audit-names.ts';
import { asksRegister, findPage, readUnregistered, registeredIds } from './audit-register.query.ts';
import { type AuditConditions, type AuditPlace, type AuditSelection, isEveryKind } from './audit-selection.ts';

export interface AuditRow extends AuditPlace {
  readonly at: Date;
  readonly userId: string;
  readonly userName: string;
  readonly kind: AuditKind;
  readonly table: string | null;
  readonly recordId: string | null;
  readonly patientId: string | null;
  readonly patientCode: string | null;
  readonly centre: string | null;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  readonly details: Readonly<Record<string, unknown>> | null;
  /** Null until the entry is sealed, and for who may not read the whole trail. */
  readonly sequence: string | null;
  readonly hash: string | null;
}

/** One page of entries, newest first, from after the given one. */
export async function readAuditPage(
  tx: StudyTransaction,
  selection: AuditSelection,
  { first, after }: { first: number; after: AuditPlace | null },
): Promise<AuditRow[]> {
  const { conditions, values } = conditionsOf(selection);
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  if (after)
    conditions.push(`(a.at, a.id) < (${parameter(after.atText)}::timestamptz, ${parameter(after.id)}::bigint)`);
  const unregistered = asksRegister(selection) ? await readUnregistered(tx, selection) : null;
  if (unregistered !== null) {
    if (!isEveryKind(selection)) conditions.push(`a.action = any (${parameter(selection.kinds)})`);
    const ids = await findPage(tx, selection, { conditions, values }, { first, after, unregistered });
    return ids.length === 0
      ? []
      : readShown(tx, `select * from portal.audit_entry where id = any ($1::bigint[])`, [ids]);
  }
  const limit = parameter(first);
  const newest = (more: string): string =>
    `(select a.* from portal.audit_entry a where ${conditions.join(' and ')}${more} order by a.at desc, a.id desc limit ${limit})`;
  // A branch for each kind and centre: each is read in the order of its index, however few of many entries it has.
  const ofKinds = isEveryKind(selection) ? [''] : selection.kinds.map((kind) => ` and a.action = ${parameter(kind)}`);
  const ofCentres = selection.centres?.map((centre) => ` and a.centre_id = ${parameter(centre)}`) ?? [''];
  const branches = ofCentres.flatMap((centre) => ofKinds.map((kind) => newest(centre + kind)));
  if (branches.length === 0) return [];
  const newestOfAll = `select * from (${branches.join(' union all ')}) b order by at desc, id desc limit ${limit}`;
  return readShown(tx, newestOfAll, values);
}

function readShown(tx: StudyTransaction, entries: string, values: readonly unknown[]): Promise<AuditRow[]> {
  return tx.rows<AuditRow>(
    `select a.id::text as id, a.at::text as "atText", a.at, a.user_id as "userId", a.user_name as "userName", a.action as kind,
       a.form as "table", a.record_id as "recordId", a.patient_id as "patientId", coalesce(p.code, g.patient_code) as "patientCode", c.code as centre,
       a.reason, a.request_id as "requestId", a.changes, a.details, s.sequence::text as sequence, encode(s.hash, 'hex') as hash
     from (${entries}) a
     left join portal.centre c on c.id = a.centre_id
     left join portal.patient p on p.centre_id = a.centre_id and p.id = a.patient_id
     left join portal.removed_record g on g.id = a.patient_id and g.form = 'patient'
     left join portal.audit_seal s on s.entry_id = a.id
     order by a.at desc, a.id desc`,
    values,
  );
}

/** How many entries there are, counted no further than `most`. */
export async function countAuditEntries(
  tx: StudyTransaction,
  selection: AuditSelection,
  most: number,
): Promise<number> {
  const { conditions, values } = conditionsOf(selection);
  if (!isEveryKind(selection)) conditions.push(`a.action = any ($${values.push(selection.kinds)})`);
  const unregistered = asksRegister(selection) ? await readUnregistered(tx, selection) : null;
  // Through the ids one by one, as far as the limit; `offset 0` keeps the planner from reading all of the trail beside them.
  const entries =
    unregistered === null
      ? `select from portal.audit_entry a where ${conditions.join(' and ')}`
      : `select from (
           select unnest($${values.push(unregistered)}::bigint[]) as id union all ${registeredIds(selection, values)}
         ) known cross join lateral (
           select from portal.audit_entry a where a.id = known.id and ${conditions.join(' and ')} offset 0
         ) a`;
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (${entries} limit $${values.push(most)}) n`,
    values,
  );
  return row?.n ?? 0;
}

/** Row-level security hides what is not the asker's as well; said here, the planner finds the index. */
function conditionsOf(selection: AuditSelection): AuditConditions {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const where = (condition: string, value: unknown): void => {
    if (value !== null) conditions.push(condition.replace('?', `$${values.push(value)}`));
  };
  const { patients, centres, field, reason } = selection;
  if (selection.studyId === null) conditions.push('a.study_id is null');
  else where('a.study_id = ?', selection.studyId);
  where('a.patient_id is not null and a.centre_id = any (?)', centres);
  where('a.centre_id = any (?)', patients && [...new Set(patients.map(({ centreId }) => centreId))]);
  where('a.patient_id = any (?)', patients && patients.map(({ id }) => id));
  where('a.user_id = ?', selection.userId);
  where('a.record_id = ?', selection.recordId);
  where('a.form = ?', selection.form && toColumn(selection.form));
  where('jsonb_exists(a.changes, ?)', field && toColumn(field));
  where('a.centre_id = ?', selection.centreId);
  where('a.at >= ?', selection.from);
  where('a.at < ?', selection.before);
  where('a.reason is not null and a.reason ilike ?', reason && `%${reason.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  return { conditions, values };
}

/** Everybody who is named in the trail of a study, by the newest name: one step of the index for each. */
export function readAuditPeople(tx: StudyTransaction, studyId: number | null): Promise<{ id: string; name: string }[]> {
  const ofStudy = studyId === null ? 'study_id is null' : 'study_id = $1';
  return tx.rows(
    `with recursive person as (
       (select user_id from portal.audit_entry where ${ofStudy} order by user_id limit 1)
       union all
       select (
         select a.user_id from portal.audit_entry a where a.${ofStudy} and a.user_id > p.user_id order by a.user_id limit 1
       ) from person p where p.user_id is not null
     )
     select p.user_id as id, n.user_name as name from person p cross join lateral (
       select a.user_name from portal.audit_entry a where a.${ofStudy} and a.user_id = p.user_id order by a.at desc, a.id desc limit 1
     ) n
     order by n.user_name, p.user_id`,
    studyId === null ? [] : [studyId],
  );
}
