import { csvOf, type Form, forms, missingMark, reasonKey, type Row } from '@haim/schema';
import { type ComparedEntriesQuery } from '@/graphql/generated/graphql.ts';

type Entries = ComparedEntriesQuery['entryComparisons'][number];

const headings = ['centre', 'patient', 'form', 'record', 'entered_by', 'state', 'outcome', 'field', 'first', 'second', 'chosen', 'first_by', 'second_by', 'compared_at', 'resolved_by', 'resolved_at', 'reason']; // prettier-ignore

/**
 * A line for each field that differed, with both entries as stored; of a record that agrees, and of one that one person alone
 * has entered, one line without a field.
 */
export function entriesCsv(entries: readonly Entries[]): string {
  const lines = entries.flatMap((one) => {
    const before = [one.centre, one.patientCode, one.form, keyIn(one), one.enteredBy, one.state, one.outcome];
    const after = [one.firstBy, one.secondBy, one.comparedAt, one.resolvedBy, one.resolvedAt, one.reason];
    const ofField = (field: string | null) => [
      field,
      ...(field === null
        ? [null, null, null]
        : [stored(one.first, field), stored(one.second, field), stored(one.chosen, field)]),
    ];
    return (one.differing.length === 0 ? [null] : one.differing).map((field) => [
      ...before.map((value) => value ?? null),
      ...ofField(field),
      ...after.map((value) => value ?? null),
    ]);
  });
  return csvOf([headings, ...lines]);
}

/** By which the record of a list is told apart, its parts in the order of the form; null of a form of one record. */
function keyIn({ form: name, first, second }: Entries): string | null {
  const form: Form | undefined = forms.find((one) => one.name === name);
  if (!form || form.key.length === 0) return null;
  const row = (first ?? second ?? {}) as Row;
  return form.key.map((field) => stored(row, field) ?? '').join(' / ');
}

/** A value as files have it, or `missing:` and the reason. */
function stored(entry: unknown, field: string): string | number | null {
  const row = (entry ?? {}) as Row;
  const value = row[field] ?? null;
  if (typeof value === 'number') return value;
  if (value !== null) return String(value);
  const reason = row[reasonKey(field)] ?? null;
  return reason === null ? null : missingMark + String(reason);
}
