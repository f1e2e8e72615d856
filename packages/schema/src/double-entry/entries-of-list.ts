import { isCalendarDate } from '../calendar-date.ts';
import { type Issue } from '../check-row.ts';
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

/**
 * Whether two records of a patient with the key of this one would be the same record. A key with an optional part tells
 * records apart only if that part is known, and with a date only if its day is: two events of unknown start, or two of May,
 * need not be the same one.
 */
export function keyTellsApart({ key, fields }: Form, row: Row): boolean {
  const optional = key.filter((field) => !fields[field]?.required);
  if (key.length === 0 || (optional.length > 0 && optional.every((field) => (row[field] ?? null) === null)))
    return false;
  return !key.some((field) => {
    const value = row[field];
    return fields[field]?.kind === 'date' && typeof value === 'string' && !isCalendarDate(value);
  });
}

/** The places of two records of a list that have the same key, the later one last; null where none are one record. */
export function repeatedEntry(form: Form, rows: readonly Row[]): readonly [number, number] | null {
  const seen = new Map<string, number>();
  for (const [place, row] of rows.entries()) {
    if (!keyTellsApart(form, row)) continue;
    const key = keyOfEntry(form, row);
    const before = seen.get(key);
    if (before !== undefined) return [before, place];
    seen.set(key, place);
  }
  return null;
}

/** What is wrong with a record whose key another one of the list has. */
export function repeatedKeyIssues(form: Form): Issue[] {
  const words = (language: 'en' | 'zh', and: string) =>
    form.key.map((field) => form.fields[field]?.label[language] ?? field).join(and);
  const expected = {
    en: `${words('en', ' and ')} that no other record of the list has`,
    zh: `列表中其他记录未使用的${words('zh', '和')}`,
  };
  return form.key.map((field) => ({ field, problem: 'rule', severity: 'error', expected }));
}
