import { type SubjectVariable } from '@haim/schema';
import { isId } from '../context/id.ts';
import { type ReadTransaction } from '../db/study-db.ts';
import { type Block } from './block.ts';
import { type Column } from './column.ts';
import { factsSql } from './event-facts.ts';
import { ByteReader, CodeReader, IdReader, NumberReader, TextReader, WholeReader } from './field-readers.ts';
import { type GroupedEvents, groupedInSteps } from './group-events.ts';
import { inSlices, type Steps, stepsOver } from './in-slices.ts';
import { type PatientIds, RowsById } from './patient-ids.ts';
import { type FieldReader, readBinaryCopy } from './read-binary-copy.ts';
import { type Layout, ownLayoutOf, subjectLayout } from './subject-layout.ts';

/** The rows of one centre under one recipe; all parts are integers, because COPY takes no parameters. */
export interface BlockKey {
  readonly studyId: number;
  readonly recipeId: number;
  readonly centreId: number;
}

/**
 * Reads a block as the transaction sees it: the whole centre, or the patients that changed after a version.
 *
 * @param own - the variables that fields of the study are.
 */
export function readBlock(
  tx: ReadTransaction,
  key: BlockKey,
  after: number | null,
  own: readonly SubjectVariable[] = [],
): Promise<Block> {
  const [studyId, recipeId, centreId] = [whole(key.studyId), whole(key.recipeId), whole(key.centreId)];
  const newer = after === null ? '' : ` and s.data_version > ${whole(after)}`;
  const where = `s.study_id = ${studyId} and s.recipe_id = ${recipeId} and s.centre_id = ${centreId}${newer}`;
  const ofCentre = `from portal.adverse_event e where e.centre_id = ${centreId}`;
  const ofChanged = `from portal.subject s join portal.adverse_event e on e.centre_id = s.centre_id and e.patient_id = s.id where ${where}`;
  return readRows(
    tx,
    { subjects: `from portal.subject s where ${where}`, events: after === null ? ofCentre : ofChanged },
    own,
  );
}

/** The rows of one centre in a snapshot. */
export interface FrozenKey {
  readonly snapshotId: string;
  readonly centreId: number;
  /** null: of the study's own recipe. Rows of another come without adverse events, which are those of the own. */
  readonly recipeId: number | null;
}

/** The same of a snapshot: its rows are kept as they were, and read by the same columns. */
export function readFrozenBlock(
  tx: ReadTransaction,
  { snapshotId, centreId, recipeId }: FrozenKey,
  own: readonly SubjectVariable[],
): Promise<Block> {
  if (!isId(snapshotId)) throw new Error('a snapshot is named by its id');
  const list = recipeId === null ? 'snapshot_subject' : 'snapshot_recipe_subject';
  const ofRecipe = recipeId === null ? '' : ` and m.recipe_id = ${whole(recipeId)}`;
  const where = `where m.snapshot_id = '${snapshotId}' and m.centre_id = ${whole(centreId)}${ofRecipe}`;
  return readRows(tx, { subjects: `${subjectsKeptIn(list)} ${where}`, events: `${eventsKeptIn(list)} ${where}` }, own);
}

const keptIn = (list: string) =>
  `from portal.${list} m join portal.frozen_subject f on f.centre_id = m.centre_id and f.sha256 = m.sha256`;
const subjectsKeptIn = (list: string) =>
  `${keptIn(list)} cross join lateral jsonb_populate_record(null::portal.subject, ${subjectWithReasons}) s`;
const eventsKeptIn = (list: string) =>
  `${keptIn(list)} cross join lateral jsonb_populate_recordset(null::portal.adverse_event, f.events) e`;

/** From where the analysis rows `s` of a snapshot come, in some centres, and its adverse events `e` beside them. */
export function frozenSubjects(snapshotId: string, centreIds: readonly number[]): string {
  return `${subjectsKeptIn('snapshot_subject')} ${whereKept(snapshotId, centreIds)}`;
}

/** The same of its adverse events, whose patients are rows `s`. */
export function frozenEvents(snapshotId: string, centreIds: readonly number[]): string {
  return `${subjectsKeptIn('snapshot_subject')}
    cross join lateral jsonb_populate_recordset(null::portal.adverse_event, f.events) r ${whereKept(snapshotId, centreIds)}`;
}

function whereKept(snapshotId: string, centreIds: readonly number[]): string {
  if (!isId(snapshotId)) throw new Error('a snapshot is named by its id');
  return `where m.snapshot_id = '${snapshotId}' and m.centre_id in (${centreIds.map(whole).join(', ')})`;
}

/**
 * A row that is older than an endpoint has neither its time nor a reason, and every patient has one of the two: the reason
 * is that the snapshot could not keep it.
 */
const subjectWithReasons = `case when f.subject ?| array['ttr_days', 'ttr_missing'] then f.subject
  else f.subject || '{"ttr_missing": "notKept", "dor_missing": "notKept", "ttnt_missing": "notKept"}' end`;

/** From where rows come: `s` is an analysis row, `e` an adverse event. */
interface Source {
  readonly subjects: string;
  readonly events: string;
}

async function readRows(
  tx: ReadTransaction,
  { subjects, events: ofEvents }: Source,
  own: readonly SubjectVariable[],
): Promise<Block> {
  const layouts = [...subjectLayout, ...own.map(ownLayoutOf)];
  const [counted] = await tx.rows<{ n: number }>(`select count(*)::int as n ${subjects}`);
  const expected = counted?.n ?? 0;
  const readers = layouts.map((layout) => ({ layout, reader: readerOf(layout, expected) }));
  const id = new IdReader(expected);
  const contradictions = new ByteReader(expected);
  const rows = await readBinaryCopy(
    tx.copy(
      `select s.id, ${layouts.map(({ sql }) => sql).join(', ')}, s.contradictions::int
       ${subjects} order by s.code collate "C", s.id`,
    ),
    [id, ...readers.map(({ reader }) => reader), contradictions],
  );
  const columns = await inSlices(columnsInSteps(readers, rows));
  const ids = id.idsOf(rows);
  const code = columns.get('code');
  if (code?.kind !== 'text') throw new Error('the patient code must be declared as a text of the registry');
  const events = await readEvents(tx, ofEvents, ids, rows);
  return { rows, ids, code, columns, contradictions: contradictions.valuesOf(rows), ...events };
}

function readerOf({ kind, words }: Layout, expected: number): ColumnReader {
  switch (kind) {
    case 'codes':
      return new CodeReader(expected, words);
    case 'numbers':
      return new NumberReader(expected);
    case 'text':
      return new TextReader(expected);
  }
}

type ColumnReader = FieldReader & { column(rows: number): Column };

function* columnsInSteps(
  readers: readonly { readonly layout: Layout; readonly reader: ColumnReader }[],
  rows: number,
): Steps<Map<string, Column>> {
  const columns = new Map<string, Column>();
  for (const { layout, reader } of readers) {
    columns.set(layout.name, reader.column(rows));
    yield;
  }
  return columns;
}

/** Adverse events arrive in any order; they are matched to their patients here, which costs less than a join. */
async function readEvents(tx: ReadTransaction, from: string, ofRows: PatientIds, rows: number): Promise<GroupedEvents> {
  const expected = 4 * rows;
  const [id, term, grade] = [new IdReader(expected), new CodeReader(expected), new ByteReader(expected)];
  const [facts, day] = [new WholeReader(expected), new NumberReader(expected)];
  const n = await readBinaryCopy(
    tx.copy(
      `select e.patient_id, e.term, e.grade::int, ${factsSql}, (e.started_day - date '1970-01-01')::float8 ${from}`,
    ),
    [id, term, grade, facts, day],
  );
  const ids = id.idsOf(n);
  const { codes, words } = term.column(n);
  const rowOf = await inSlices(rowsInSteps(ofRows, ids, n));
  const said = { grades: grade.valuesOf(n), facts: facts.valuesOf(n), days: day.column(n).values };
  return inSlices(groupedInSteps({ rowOf, terms: codes, ...said, words, rows }));
}

/** The row of each of `n` ids; -1 for one that is not among the rows. */
function* rowsInSteps(ofRows: PatientIds, ids: PatientIds, n: number): Steps<Int32Array> {
  const rowsById = yield* RowsById.inSteps(ofRows);
  const rowOf = new Int32Array(n);
  for (const [from, to] of stepsOver(n)) {
    for (let i = from; i < to; i++) rowOf[i] = rowsById.rowOf(ids, i);
    yield;
  }
  return rowOf;
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new Error('a key or version of columns must be a whole number');
  return value;
}
