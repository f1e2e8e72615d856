/** PostgreSQL: a text contains U+0000, which no column can hold and no query can look for. */
const INVALID_ENCODING = '22021';

/** Whether a statement was refused for a character that JSON may carry and PostgreSQL may not. */
export function isUnstorableText(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === INVALID_ENCODING;
}
