import { badInput } from '../../context/portal-error.ts';

type Key = string | number | boolean | null;

/** The last patient of a page: what it was sorted by, and what decides among equals. */
export type Cursor = readonly [key: Key, code: string, id: string];

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws BAD_USER_INPUT for a cursor that is none of ours. */
export function decodeCursor(text: string): Cursor {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(cursor) && cursor.length === 3) {
      const [key, code, id]: unknown[] = cursor;
      if (isKey(key) && typeof code === 'string' && typeof id === 'string') return [key, code, id];
    }
  } catch {
    // Falls through to the one refusal below.
  }
  throw badInput('after must be a cursor that this query returned');
}

function isKey(key: unknown): key is Key {
  return key === null || typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean';
}
