import type { Label } from '../form.ts';
import { storedBefore } from './recorded.ts';
import { response } from './response.ts';
import type { Locale, Sentence } from './sentence.ts';
import { sentences } from './sentences.ts';
import { statement, type Statement, type StatementCode } from './statement.ts';

export type { Locale } from './sentence.ts';
export { areas } from './sentences.ts';
export { statement, type Statement, type StatementCode, type StatementValues } from './statement.ts';

/** The codes that state by which rule a response was derived. */
export const responseRules = Object.keys(response) as readonly (keyof typeof response)[];

/** Codes of sentences without values that older versions stored as sentences. */
type FixedCode = (typeof storedBefore)[keyof typeof storedBefore];

/** The statement as a sentence, with numbers and lists formatted for the language. */
export function say({ code, values }: Statement, locale: Locale): string {
  const spoken: Sentence = sentences[code] as unknown as Sentence;
  const given = values as Readonly<Record<string, unknown>>;
  const written = Object.entries(spoken.kinds).map(([name, kind]) => [name, kind.write(given[name], locale)]);
  return spoken[locale](Object.fromEntries(written), given);
}

/** The statement in every language at once. */
export function inBoth(statement: Statement): Label {
  return { en: say(statement, 'en'), zh: say(statement, 'zh') };
}

/** Whether a stored or received value is a statement that this version has words for. */
export function isStatement(value: unknown): value is Statement {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('values' in value)) return false;
  const { code, values } = value;
  if (typeof code !== 'string' || !Object.hasOwn(sentences, code)) return false;
  if (typeof values !== 'object' || values === null) return false;
  const { kinds } = sentences[code as StatementCode] as unknown as Sentence;
  return Object.entries(kinds).every(([name, kind]) => kind.accepts((values as Record<string, unknown>)[name]));
}

/** Reads a statement without values, stored as its code alone; a sentence from an older version is kept as it is. */
export function readCode(stored: string): Statement {
  const coded = { code: stored, values: {} };
  return isStatement(coded) ? coded : readStatement(stored);
}

/** A statement as text, for a column or a file that holds text. */
export function statementText(statement: Statement): string {
  return JSON.stringify(statement);
}

/** Reads such a column: a statement as text, or a sentence from an older version. */
export function readStatementText(stored: string): Statement {
  if (!stored.startsWith('{"code":')) return readStatement(stored);
  return readStatement(JSON.parse(stored));
}

/** Reads a stored value: a statement, or the English sentence of an older version. */
export function readStatement(stored: unknown): Statement {
  if (isStatement(stored)) return stored;
  if (typeof stored === 'string') {
    const code = new Map<string, FixedCode>(Object.entries(storedBefore)).get(stored);
    return code ? statement(code) : statement('asRecorded', { text: stored });
  }
  const code = typeof stored === 'object' && stored !== null && 'code' in stored ? String(stored.code) : '?';
  return statement('notKnownHere', { code });
}
