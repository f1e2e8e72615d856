import { type PagePlace } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';

/** The last patient of a page, as text that a client hands back. */
export function encodeCursor({ key, code, id }: PagePlace): string {
  return Buffer.from(JSON.stringify([key, code, id])).toString('base64url');
}

/** @throws BAD_USER_INPUT for an invalid cursor. */
export function decodeCursor(text: string): PagePlace {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(cursor) && cursor.length === 3) {
      const [key, code, id]: unknown[] = cursor;
      if (isKey(key) && typeof code === 'string' && typeof id === 'string' && uuid.test(id)) return { key, code, id };
    }
  } catch {
    // Falls through to the one refusal below.
  }
  throw badInput('after must be a cursor that this query returned');
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function isKey(key: unknown): key is PagePlace['key'] {
  return key === null || typeof key === 'string' || typeof key === 'number';
}
