import { type AuditKind, auditKinds } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { toColumn } from './audit-names.ts';

/** What somebody may see of a study's trail, and which entries of it are wanted; codes are found already. */
export interface AuditSelection {
  /** Null for what belongs to no study. */
  readonly studyId: number | null;
  /** Null for the whole trail; otherwise records of these centres and nothing else. */
  readonly centres: readonly number[] | null;
  readonly kinds: readonly AuditKind[];
  readonly userId: string | null;
  readonly patients: readonly { readonly id: string; readonly centreId: number }[] | null;
  readonly form: string | null;
  readonly field: string | null;
  readonly centreId: number | null;
  readonly from: Date | null;
  readonly before: Date | null;
  readonly reason: string | null;
}

/** The last entry of a page. The time is PostgreSQL's own text: a Date would lose its microseconds. */
export interface AuditPlace {
  readonly atText: string;
  readonly id: string;
}

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
export function readAuditPage(
  tx: StudyTransaction,
  selection: AuditSelection,
  { first, after }: { first: number; after: AuditPlace | null },
): Promise<AuditRow[]> {
  const { conditions, values } = conditionsOf(selection);
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  if (after)
    conditions.push(`(a.at, a.id) < (${parameter(after.atText)}::timestamptz, ${parameter(after.id)}::bigint)`);
  const limit = parameter(first);
  const newest = (more: string): string =>
    `(select a.* from portal.audit_entry a where ${conditions.join(' and ')}${more} order by a.at desc, a.id desc limit ${limit})`;
  // A branch for each kind and centre: each is read in the order of its index, however few of many entries it has.
  const ofKinds = isEveryKind(selection) ? [''] : selection.kinds.map((kind) => ` and a.action = ${parameter(kind)}`);
  const ofCentres = selection.centres?.map((centre) => ` and a.centre_id = ${parameter(centre)}`) ?? [''];
  const branches = ofCentres.flatMap((centre) => ofKinds.map((kind) => newest(centre + kind)));
  if (branches.length === 0) return Promise.resolve([]);
  return tx.rows<AuditRow>(
    `select a.id::text as id, a.at::text as "atText", a.at, a.user_id as "userId", a.user_name as "userName", a.action as kind,
       a.form as "table", a.record_id as "recordId", a.patient_id as "patientId", coalesce(p.code, g.patient_code) as "patientCode", c.code as centre,
       a.reason, a.request_id as "requestId", a.changes, a.details, s.sequence::text as sequence, encode(s.hash, 'hex') as hash
     from (select * from (${branches.join(' union all ')}) b order by at desc, id desc limit ${limit}) a
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
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from (select from portal.audit_entry a where ${conditions.join(' and ')} limit $${values.push(most)}) n`,
    values,
  );
  return row?.n ?? 0;
}

const isEveryKind = ({ kinds }: AuditSelection): boolean => auditKinds.every((kind) => kinds.includes(kind));

/** Row-level security hides what is not the asker's as well; said here, the planner finds the index. */
function conditionsOf(selection: AuditSelection): { conditions: string[]; values: unknown[] } {
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
