/** What R, and those who learnt it there, write where nothing is known. */
export const NOT_AVAILABLE = 'NA';

/** Whether a cell, its blanks gone, means missing: the same everywhere, in an import and in statistics. */
export function isMissing(trimmed: string): boolean {
  return trimmed === '' || trimmed === NOT_AVAILABLE;
}
