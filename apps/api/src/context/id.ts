const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be the id of a row. A text that cannot identifies nothing, and PostgreSQL would refuse it. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
