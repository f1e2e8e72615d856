import { type Form, forms } from '@haim/schema';
import { tableOf } from '../../db/entity-from-form.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

/** The newest records of one person that are looked at: what was begun longer ago is found by the list of missing values. */
const MOST_BEGUN = 200;

/** A form that somebody began for a patient, and questions about those records that wait for an answer. */
export interface BegunRow {
  readonly patientId: string;
  readonly code: string;
  readonly centre: string;
  readonly form: string;
  readonly asked: number;
}

const nameOfTable = new Map<string, string>(forms.map((form: Form) => [tableOf(form), form.name]));

const begunSql = `
  with begun as (
    select a.centre_id, a.patient_id, a.form, a.record_id, a.at from portal.audit_entry a
    where a.study_id = $2 and a.user_id = $3 and a.action = 'create' and a.form = any($4) and a.centre_id = any($1)
    order by a.at desc, a.id desc limit ${MOST_BEGUN}
  )
  select p.id as "patientId", p.code, c.code as centre, b.form, max(b.at) as at,
    (select count(*)::int from portal.data_query q
     where q.centre_id = p.centre_id and q.patient_id = p.id and q.state = 'open' and q.record_id = any(array_agg(b.record_id))) as asked
  from begun b join portal.patient p on p.centre_id = b.centre_id and p.id = b.patient_id
  join portal.centre c on c.id = p.centre_id
  group by p.id, p.centre_id, p.code, c.code, b.form order by max(b.at) desc, p.code, b.form`;

/** What one person began at these centres, the newest first, by patient and form; records of removed patients are left out. */
export async function readBegun(
  { rows }: StudyTransaction,
  { centreIds, studyId, userId }: { centreIds: readonly number[]; studyId: number; userId: string },
): Promise<BegunRow[]> {
  const found = await rows<BegunRow>(begunSql, [centreIds, studyId, userId, [...nameOfTable.keys()]]);
  return found.map(({ form, ...row }) => ({ ...row, form: nameOfTable.get(form) ?? form }));
}

/** Queries that one person raised at these centres, and that were answered. */
export async function countAnswered(
  { rows }: StudyTransaction,
  { centreIds, userId }: { centreIds: readonly number[]; userId: string },
): Promise<number> {
  const [counted] = await rows<{ n: number }>(
    `select count(*)::int as n from portal.data_query
     where centre_id = any($1) and state = 'answered' and user_id = $2`,
    [centreIds, userId],
  );
  return counted?.n ?? 0;
}
