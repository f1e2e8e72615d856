import { csvLines, csvStart } from '@haim/schema';
import { type AuditRow } from './audit.query.ts';
import { toName } from './audit-names.ts';

const headings = [
  'sequence',
  'id',
  'at',
  'kind',
  'user id',
  'user',
  'centre',
  'patient',
  'form',
  'record id',
  'changes (field: [old, new])',
  'reason',
  'details',
  'request',
  'hash',
];

/** The first line of the file. */
export const auditCsvHeading = csvStart + csvLines([headings]);

/** One line for each entry: its changed fields together, so that a line of the file is an entry of the chain. */
export function auditCsv(rows: readonly AuditRow[]): string {
  return csvLines(
    rows.map((row) => [
      row.sequence === null ? null : Number(row.sequence),
      Number(row.id),
      row.at.toISOString(),
      row.kind,
      row.userId,
      row.userName,
      row.centre,
      row.patientCode,
      row.table === null ? null : toName(row.table),
      row.recordId,
      jsonOf(row.changes),
      row.reason,
      jsonOf(row.details),
      row.requestId,
      row.hash,
    ]),
  );
}

function jsonOf(values: Readonly<Record<string, unknown>> | null): string | null {
  const named = Object.entries(values ?? {}).map(([column, value]) => [toName(column), value]);
  return named.length > 0 ? JSON.stringify(Object.fromEntries(named)) : null;
}
