import { type FindingState } from '@haim/schema';
import { isId } from '../../context/id.ts';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

export interface FindingRow {
  /** Opaque to who reads it: `isFindingId`. */
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

/** Of each row of these exceptions, how many of its findings are excepted: exceptions are few. */
const excepted = (where: string) => `excepted as materialized (
  select f.id, count(*)::int as findings from portal.quality_exception e
  join portal.quality_finding f on f.centre_id = e.centre_id and (f.fields is null and f.key = e.key
    or f.record_id = e.record_id and f.rule = e.rule and f.patient_id = e.patient_id and e.field = any (f.fields))
  where ${where} group by f.id
)`;

/** Whether a row `f` with `excepted` `x` has a finding of a state. */
const hasState: Readonly<Record<FindingState, string>> = {
  new: `f.first_run_id = ${latestRun} and coalesce(cardinality(f.fields), 1) > coalesce(x.findings, 0)`,
  known: `f.first_run_id is distinct from ${latestRun} and coalesce(cardinality(f.fields), 1) > coalesce(x.findings, 0)`,
  excepted: 'x.findings > 0',
};

/** `f` with its patient and exception; findings of a patient who was removed since are left out. */
const joined = `join portal.patient p on p.centre_id = f.centre_id and p.id = f.patient_id
  left join portal.quality_exception e on e.centre_id = f.centre_id and e.key = f.key`;

const columns = `f.id, f.centre_id as "centreId", c.code as centre, f.patient_id as "patientId", p.code as "patientCode", f.rule,
  f.form, f.record_id as "recordId", f.field, f.recorded, f.expected, ${state} as state, f.first_found_at as "firstFoundAt",
  e.reason, e.excepted_by as "exceptedBy", e.excepted_at as "exceptedAt"`;

const columnsOfQuery = 'q.id as "queryId", q.state as "queryState"';

const asked = `left join portal.quality_query s on s.centre_id = f.centre_id and s.key = f.key
  left join portal.data_query q on q.id = s.query_id`;

export interface FindingSelection {
  readonly studyId: number;
  readonly centreIds: readonly number[];
  readonly rule: string;
  readonly states: readonly FindingState[];
}

/**
 * A page of what a rule has found, in the order in which it was found. @param after - the last of the page before.
 *
 * First the rows that have any of it, then their findings, then their queries: of all findings, a key would have to be
 * made for each to look for its query.
 */
export function readFindings(
  tx: StudyTransaction,
  { studyId, centreIds, rule, states }: FindingSelection,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<FindingRow[]> {
  const last = (column: string) =>
    `(select a.${column} from portal.single_finding a where a.row_id = $6 and a.id = $7)`;
  return tx.rows<FindingRow>(
    `with ${excepted('e.centre_id = any ($2) and e.rule = $3')},
     found as materialized (
       select f.id from portal.quality_finding f left join excepted x on x.id = f.id
       where f.centre_id = any ($2) and f.rule = $3
         -- "Is true" makes it one set of patients: as a join it was a look at a patient for each row.
         and (f.patient_id in (select p.id from portal.patient p where p.centre_id = any ($2))) is true and (${states.map((one) => `(${hasState[one]})`).join(' or ')})
         ${after === null ? '' : `and f.place >= ${last('place')}`}
       -- One more: of the row of the last finding none may be left.
       order by f.place limit $5 + 1
     ),
     page as materialized (
       select f.place, f.part, f.key, ${columns} from found r
       -- Offset 0 keeps it one look for each row: otherwise all findings are taken apart first.
       cross join lateral (select * from portal.single_finding f where f.row_id = r.id offset 0) f ${joined}
       join portal.centre c on c.id = f.centre_id
       where ${state} = any ($4)
         ${after === null ? '' : `and (f.place, f.part) > (${last('place')}, ${last('part')})`}
       order by f.place, f.part limit $5
     )
     select f.*, ${columnsOfQuery} from page f left join portal.quality_query s on s.centre_id = f."centreId" and s.key = f.key
     left join portal.data_query q on q.id = s.query_id order by f.place, f.part`,
    [studyId, centreIds, rule, states, first, ...(after === null ? [] : [rowOf(after), after])],
  );
}

/** Of the id of a finding, which is that of its row or, where the row has several, that and the name of its field. */
function rowOf(id: string): string {
  return id.slice(0, ROW_ID_LENGTH);
}

/** Whether a text can be the id of a finding. */
export function isFindingId(id: string): boolean {
  return isId(rowOf(id)) && /^(?:\.\w{1,100})?$/.test(id.slice(ROW_ID_LENGTH));
}

const ROW_ID_LENGTH = 36;

export async function findFinding(tx: StudyTransaction, studyId: number, id: string): Promise<FindingRow | undefined> {
  const [found] = await tx.rows<FindingRow>(
    `select ${columns}, ${columnsOfQuery} from portal.single_finding f ${joined} join portal.centre c on c.id = f.centre_id ${asked}
     where f.row_id = $2 and f.id = $3 and c.study_id = $1`,
    [studyId, rowOf(id), id],
  );
  return found;
}

/** The study of a finding that the asker may read. */
export async function studyOfFinding(tx: StudyTransaction, id: string): Promise<number | undefined> {
  const [found] = await tx.rows<{ studyId: number }>(
    `select c.study_id as "studyId" from portal.quality_finding f join portal.centre c on c.id = f.centre_id where f.id = $1`,
    [rowOf(id)],
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
  // Exceptions are few: rows are counted whole, less what of them is excepted.
  return tx.rows<FindingCount>(
    `with ${excepted('e.centre_id = any ($2)')}, counted as (
       select f.rule, f.centre_id, f.patient_id, n.state, n.findings
       from portal.quality_finding f join portal.patient p on p.centre_id = f.centre_id and p.id = f.patient_id
       left join excepted x on x.id = f.id
       cross join lateral (values
         (case when f.first_run_id = ${latestRun} then 'new' else 'known' end,
           coalesce(cardinality(f.fields), 1) - coalesce(x.findings, 0)),
         ('excepted', x.findings)
       ) n(state, findings)
       where f.centre_id = any ($2) and n.findings > 0
     )
     select f.rule, c.code as centre, f.state, sum(f.findings)::int as findings, count(distinct f.patient_id)::int as patients
     from counted f join portal.centre c on c.id = f.centre_id group by 1, 2, 3 order by 1, 2, 3`,
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
     from portal.single_finding f where f.row_id = $4 and f.id = $1
     on conflict (centre_id, key) do nothing returning id`,
    [id, reason, by, rowOf(id)],
  );
  return added.length > 0;
}

/** @returns whether there was one. */
export async function removeException(tx: WriteTransaction, id: string): Promise<boolean> {
  const removed = await tx.rows(
    `delete from portal.quality_exception e using portal.single_finding f
     where f.row_id = $2 and f.id = $1 and e.centre_id = f.centre_id and e.key = f.key returning e.id`,
    [id, rowOf(id)],
  );
  return removed.length > 0;
}
