import { missingReason, type MissingReason } from './codes/missing-reason.ts';
import { type Row } from './form.ts';

/* Apart from `missing`, which walks the forms: their rules ask here whether a reason is given. */

const prefix = 'missing_';

/** afpNgMl -> missing_afpNgMl. */
export function reasonKey(field: string): string {
  return prefix + field;
}

export function isReasonKey(key: string): boolean {
  return key.startsWith(prefix);
}

/** missing_afpNgMl -> afpNgMl. */
export function fieldOfReason(key: string): string {
  return key.slice(prefix.length);
}

/** How a cell of a file states a reason: missing:notDone. */
export const missingMark = 'missing:';

/** The reason for which a value is missing; null where none is given. */
export function reasonOf(row: Row, field: string): MissingReason | null {
  const given = row[reasonKey(field)] ?? null;
  return missingReason.codes.find(({ code }) => code === given)?.code ?? null;
}
