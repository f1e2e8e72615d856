import { type FindingState } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface FindingRow {
  readonly id: string;
  readonly centreId: number;
  readonly centre: string;
  readonly patientId: string;
  readonly patientCode: string;
  readonly rule: string;
  readonly form: string;
  /** Null: of the form as a whole. */
  readonly recordId: string | null;
  readonly field: string | null;
  readonly recorded: string | null;
  readonly expected: string | null;
  readonly state: FindingState;
  readonly firstFoundAt: Date;
  readonly reason: string | null;
  readonly exceptedBy: string | null;
  readonly exceptedAt: Date | null;
  /** The query that the rule raised, if it is there. */
  readonly queryId: string | null;
  readonly queryState: string | null;
}

/** $1: the study, of whose latest finished run a finding is new. */
const latestRun = `(select r.id from portal.quality_run r where r.study_id = $1 and r.status = 'done'
  order by r.finished_at desc limit 1)`;

const state = `case when e.id is not null then 'excepted' when f.first_run_id = ${latestRun} then 'new' else 'known' end`;

/** `f` with its patient and exception; findings of a patient who was removed since are left out. */
const joined = `join portal.patient p on p.centre_id = f.centre_id and p.id = f.patient_id
  left join portal.quality_exception e on e.centre_id = f.centre_id and e.key = f.key`;

export interface FindingSelection {
  readonly studyId: number;
  readonly centreIds: readonly number[];
  readonly rule: string;
  readonly states: readonly FindingState[];
}

/** A page of what a rule has found, in the order in which it was found. @param after - the last of the page before. */
export function readFindings(
  tx: StudyTransaction,
  { studyId, centreIds, rule, states }: FindingSelection,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<FindingRow[]> {
  return tx.rows<FindingRow>(
    `select ${columns} from portal.quality_finding f ${joined} join portal.centre c on c.id = f.centre_id
       left join portal.quality_query s on s.centre_id = f.centre_id and s.key = f.key
       left join portal.data_query q on q.id = s.query_id
     where f.centre_id = any ($2) and f.rule = $3 and ${state} = any ($4)
       ${after === null ? '' : 'and f.place > (select a.place from portal.quality_finding a where a.id = $6)'}
     order by f.place limit $5`,
    [studyId, centreIds, rule, states, first, ...(after === null ? [] : [after])],
  );
}

const columns = `f.id, f.centre_id as "centreId", c.code as centre, f.patient_id as "patientId", p.code as "patientCode", f.rule,
  f.form, f.record_id as "recordId", f.field, f.recorded, f.expected, ${state} as state, f.first_found_at as "firstFoundAt",
  e.reason, e.excepted_by as "exceptedBy", e.excepted_at as "exceptedAt", q.id as "queryId", q.state as "queryState"`;

export async function findFinding(tx: StudyTransaction, studyId: number, id: string): Promise<FindingRow | undefined> {
  const [found] = await tx.rows<FindingRow>(
    `select ${columns} from portal.quality_finding f ${joined} join portal.centre c on c.id = f.centre_id
       left join portal.quality_query s on s.centre_id = f.centre_id and s.key = f.key
       left join portal.data_query q on q.id = s.query_id
     where f.id = $2 and c.study_id = $1`,
    [studyId, id],
  );
  return found;
}

/** The study of a finding that the asker may read. */
export async function studyOfFinding(tx: StudyTransaction, id: string): Promise<number | undefined> {
  const [found] = await tx.rows<{ studyId: number }>(
    `select c.study_id as "studyId" from portal.quality_finding f join portal.centre c on c.id = f.centre_id where f.id = $1`,
    [id],
  );
  return found?.studyId;
}

export interface FindingCount {
  readonly rule: string;
  readonly centre: string;
  readonly state: FindingState;
  readonly findings: number;
  readonly patients: number;
}

/** How many findings each rule has at each of these centres; pairs without any are left out. */
export function countFindings(
  tx: StudyTransaction,
  studyId: number,
  centreIds: readonly number[],
): Promise<FindingCount[]> {
  return tx.rows<FindingCount>(
    `select f.rule, c.code as centre, ${state} as state, count(*)::int as findings, count(distinct f.patient_id)::int as patients
     from portal.quality_finding f ${joined} join portal.centre c on c.id = f.centre_id
     where f.centre_id = any ($2) group by 1, 2, 3 order by 1, 2, 3`,
    [studyId, centreIds],
  );
}

/** @returns false where it has one already. */
export async function insertException(
  tx: WriteTransaction,
  id: string,
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<boolean> {
  const added = await tx.rows(
    `insert into portal.quality_exception
       (centre_id, patient_id, rule, form, record_id, field, recorded, expected, reason, excepted_by, updated_by)
     select f.centre_id, f.patient_id, f.rule, f.form, f.record_id, f.field, f.recorded, f.expected, $2, $3, $3
     from portal.quality_finding f where f.id = $1
     on conflict (centre_id, key) do nothing returning id`,
    [id, reason, by],
  );
  return added.length > 0;
}

/** @returns whether there was one. */
export async function removeException(tx: WriteTransaction, id: string): Promise<boolean> {
  const removed = await tx.rows(
    `delete from portal.quality_exception e using portal.quality_finding f
     where f.id = $1 and e.centre_id = f.centre_id and e.key = f.key returning e.id`,
    [id],
  );
  return removed.length > 0;
}
