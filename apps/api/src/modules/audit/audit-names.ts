import { isOwnKey, isReasonKey } from '@haim/schema';

/** tumour_size_mm -> tumourSizeMm, the name in the declaration. A field of a study and a reason have one name everywhere. */
export function toName(column: string): string {
  if (isOwnKey(column) || isReasonKey(column)) return column;
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** tumourSizeMm -> tumour_size_mm, the name in the database. */
export function toColumn(name: string): string {
  if (isReasonKey(name)) return name;
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A value of the trail as text; null where there was none. */
export function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
