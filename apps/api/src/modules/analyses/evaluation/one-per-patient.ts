import { type ScoredRow } from './evaluation.query.ts';

/**
 * The rows that are evaluated. Patients are what is counted, everywhere: slides of one patient share an outcome, and
 * two of them are not two cases. Of several scored slides in the set the first by barcode counts.
 *
 * @param rows - of one set; those of a patient by barcode.
 */
export function onePerPatient<Row extends Pick<ScoredRow, 'patientId'>>(rows: readonly Row[]) {
  const first = new Map<string, Row>();
  const repeated = new Set<string>();
  for (const row of rows) {
    if (first.has(row.patientId)) repeated.add(row.patientId);
    else first.set(row.patientId, row);
  }
  return { rows: [...first.values()], nRepeated: repeated.size };
}
