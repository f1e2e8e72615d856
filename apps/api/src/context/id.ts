const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text can be the id of a row. One that cannot names nothing that is stored, and PostgreSQL would refuse it. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
