import { type SubjectColumns, type SubjectRow } from '../../columns/index.ts';
import { type ReadTransaction } from '../../db/study-db.ts';
import { type StudyScope } from '../studies/index.ts';

/**
 * A study as one asker sees it at one version: what is read through `tx` belongs to the same snapshot as the columns.
 */
export interface StudyMoment {
  readonly tx: ReadTransaction;
  readonly columns: SubjectColumns;
  readonly scope: StudyScope;
}

/** Rows beside their patients whom analyses count, by patient code; those of one patient stay together, in the order in which they came. */
export function byCode<Row extends { readonly patientId: string }>(
  columns: SubjectColumns,
  rows: readonly Row[],
): { readonly patient: SubjectRow; readonly row: Row }[] {
  const patients = columns.findCounted([...new Set(rows.map(({ patientId }) => patientId))]);
  return rows
    .flatMap((row) => {
      const patient = patients.get(row.patientId);
      return patient ? [{ patient, row }] : [];
    })
    .toSorted((a, b) => compare(a.patient.code, b.patient.code) || compare(a.patient.id, b.patient.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
