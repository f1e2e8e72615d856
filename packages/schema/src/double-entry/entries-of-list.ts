import { type Form, type Row } from '../form.ts';
import { type FormName, forms } from '../forms/index.ts';

/** Forms of which a patient has several records: their list is entered a second time as a whole. */
export const formsForTwoLists: readonly FormName[] = forms
  .filter(({ repeats, comesWithFiles }: Form) => repeats && comesWithFiles === undefined)
  .map(({ name }) => name);

/** More records than a patient has of one form. */
export const mostRecordsOfList = 500;

/**
 * What holds of a record that one of two people has entered: of the first's, that it is right or was a mistake; of the
 * second's, that it was missed or is a mistake; of either, that it is one of the other's under another key.
 */
export const recordOutcomes = ['keep', 'remove', 'enter', 'dismiss', 'same'] as const;
export type RecordOutcome = (typeof recordOutcomes)[number];

/** Who has entered a record of a list. */
export const enteredByOneOf = ['both', 'first', 'second'] as const;
export type EnteredBy = (typeof enteredByOneOf)[number];

export function enteredBy(first: Row | null, second: Row | null): EnteredBy {
  return first === null ? 'second' : second === null ? 'first' : 'both';
}

/**
 * By what two records of a list are one: the fields that the form declares as its key, a text in any case. The database
 * pairs by the same (`portal.entry_key`).
 */
export function keyOfEntry({ key }: Pick<Form, 'key'>, row: Row): string {
  return JSON.stringify(
    key.map((field) => {
      const value = row[field] ?? null;
      return typeof value === 'string' ? value.trim().toLowerCase() : value;
    }),
  );
}

/** The places of two records of a list that have the same key, the later one last; null where each has its own. */
export function repeatedEntry(form: Pick<Form, 'key'>, rows: readonly Row[]): readonly [number, number] | null {
  const seen = new Map<string, number>();
  for (const [place, row] of rows.entries()) {
    const key = keyOfEntry(form, row);
    const before = seen.get(key);
    if (before !== undefined) return [before, place];
    seen.set(key, place);
  }
  return null;
}
