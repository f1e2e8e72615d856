import {
  compareEntries,
  enteredBy,
  type EnteredBy,
  type Form,
  formOfStudy,
  forms,
  keyOfEntry,
  type Row,
  spreadOwn,
  withReasons,
} from '@haim/schema';
import { isId } from '../../context/id.ts';
import { notFound } from '../../context/portal-error.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { readOwnFields } from '../fields/index.ts';
import { recordOf, recordsOf } from '../patients/index.ts';
import { type ComparisonRow, readComparison, readRecordsCompared } from './double-entry.query.ts';
import { fromColumns } from './entry-columns.ts';

/** A comparison with the names of the declaration. */
export interface Comparison extends ComparisonRow {
  /** Fields that were compared, and those of them that differ; none of a record that one person alone has entered. */
  readonly compared: number;
  readonly differing: readonly string[];
  readonly enteredBy: EnteredBy;
}

/**
 * With the record as it is stored now; null where it was removed. Of a record that the second person alone has entered, the
 * one of the same key that was added meanwhile.
 */
export interface ComparisonToResolve {
  readonly comparison: Comparison;
  readonly record: Row | null;
  readonly recordVersion: number | null;
  readonly storedId: string | null;
}

export async function studyOf(tx: StudyTransaction, centreId: number): Promise<number> {
  const [centre] = await tx.rows<{ studyId: number }>('select study_id as "studyId" from portal.centre where id = $1', [
    centreId,
  ]);
  if (!centre) throw notFound('centre');
  return centre.studyId;
}

/** Every form of the study as its records are entered. */
export async function formsFor(tx: StudyTransaction, studyId: number): Promise<Form[]> {
  const own = await readOwnFields(tx, studyId);
  return forms.map((form) =>
    withReasons(
      formOfStudy(
        form,
        own.filter((one) => one.form === form.name),
      ),
    ),
  );
}

/** The form of a comparison as its records are entered. */
export async function formOfComparison(
  tx: StudyTransaction,
  { centreId, form }: Pick<ComparisonRow, 'centreId' | 'form'>,
): Promise<Form> {
  const found = (await formsFor(tx, await studyOf(tx, centreId))).find(({ name }) => name === form);
  if (!found) throw notFound('form');
  return found;
}

export function inWords(known: readonly Form[]): (row: ComparisonRow) => Comparison {
  return (row) => {
    const form = known.find(({ name }) => name === row.form);
    if (!form) throw new Error(`a comparison of ${row.form}, which is not a form`);
    const [first, second] = [row.first && fromColumns(form, row.first), row.second && fromColumns(form, row.second)];
    const fields = first && second ? compareEntries(form, first, second) : [];
    const differing = fields.filter(({ agrees }) => !agrees).map(({ field }) => field);
    return { ...row, first, second, compared: fields.length, differing, enteredBy: enteredBy(first, second) };
  };
}

/** @throws NOT_FOUND. */
export async function toResolve(tx: StudyTransaction, id: string): Promise<ComparisonToResolve> {
  const found = isId(id) ? await readComparison(tx, id) : undefined;
  if (!found) throw notFound('comparison');
  const form = await formOfComparison(tx, found);
  const base = forms.find(({ name }) => name === found.form) ?? form;
  const record = found.recordId === null ? null : await recordOf(tx, base, found.recordId);
  return besideRecord(form, inWords([form])(found), record ?? null);
}

/** All comparisons of one list, in the order of their keys. @throws NOT_FOUND. */
export async function listToResolve(
  tx: StudyTransaction,
  found: readonly ComparisonRow[],
): Promise<ComparisonToResolve[]> {
  const [head] = found;
  if (!head) throw notFound('list');
  const form = await formOfComparison(tx, head);
  const base = forms.find(({ name }) => name === head.form) ?? form;
  const stored = await recordsOf(tx, base, head.patientId);
  const compared = new Set(await readRecordsCompared(tx, head));
  const keyOfStored = (record: object) => keyOfEntry(form, spreadOwn(record as Row));
  return found.map(inWords([form])).map((comparison) => {
    const { recordId, second } = comparison;
    const late = (record: { readonly id: string }) =>
      second !== null && !compared.has(record.id) && keyOfStored(record) === keyOfEntry(form, second);
    return besideRecord(
      form,
      comparison,
      stored.find((one) => (recordId === null ? late(one) : one.id === recordId)) ?? null,
    );
  });
}

function besideRecord(
  form: Form,
  comparison: Comparison,
  record: { readonly id: string; readonly version: number } | null,
): ComparisonToResolve {
  if (record === null) return { comparison, record: null, recordVersion: null, storedId: null };
  const stored = spreadOwn(record as unknown as Row);
  // What was asked the second time; of a record that the second person has not entered, the whole of it.
  const asked = Object.keys(comparison.second ?? form.fields);
  return {
    comparison,
    record: Object.fromEntries(asked.map((field) => [field, stored[field] ?? null])),
    recordVersion: record.version,
    storedId: record.id,
  };
}
