import { type Form, reasonKey, reasonOf, type Row, valuesOf } from '@haim/schema';
import { type StoredRecord } from './merge.query.ts';

/*
 * What becomes of the records of a patient who was entered twice: each goes to the patient who stays, unless that one has
 * the same record already. Then the two are a pair, and people choose field by field where they differ.
 */

export interface Pair {
  readonly form: Form;
  readonly kept: StoredRecord;
  readonly other: StoredRecord;
  /** The fields in which they differ, in the order of the form; none where nothing has to be chosen. */
  readonly differing: readonly string[];
}

export interface FormPlan {
  readonly form: Form;
  /** Of the other patient, without a counterpart. */
  readonly moves: readonly StoredRecord[];
  readonly pairs: readonly Pair[];
  /** Of the other patient, where one of the two has several records with this key: nobody could know which is meant. */
  readonly unclear: readonly StoredRecord[];
}

/** @param kept - the records of the patient who stays, `others` those of the one who goes. */
export function planForm(form: Form, kept: readonly StoredRecord[], others: readonly StoredRecord[]): FormPlan {
  const [ofKept, ofOthers] = [byKey(form, kept), byKey(form, others)];
  const plan = { form, moves: [] as StoredRecord[], pairs: [] as Pair[], unclear: [] as StoredRecord[] };
  for (const other of others) {
    const key = keyOf(form, other);
    const same = key === null ? [] : (ofKept.get(key) ?? []);
    const [one] = same;
    if (!one) plan.moves.push(other);
    else if (same.length > 1 || (key !== null && (ofOthers.get(key)?.length ?? 0) > 1)) plan.unclear.push(other);
    else plan.pairs.push({ form, kept: one, other, differing: differingFields(form, one, other) });
  }
  return plan;
}

function byKey(form: Form, records: readonly StoredRecord[]): ReadonlyMap<string, readonly StoredRecord[]> {
  const found = new Map<string, StoredRecord[]>();
  for (const record of records) {
    const key = keyOf(form, record);
    if (key !== null) found.set(key, [...(found.get(key) ?? []), record]);
  }
  return found;
}

/** By which two records are the same one, as where a record is saved; null where nothing says so: an event of unknown start. */
function keyOf(form: Form, row: Row): string | null {
  if (!form.repeats) return '';
  const optional = form.key.filter((field) => !form.fields[field]?.required);
  const isUnknown = optional.length > 0 && optional.every((field) => (row[field] ?? null) === null);
  return form.key.length === 0 || isUnknown ? null : JSON.stringify(form.key.map((field) => row[field] ?? null));
}

/** A value that is missing for a reason is another than one that is missing for none. */
function differingFields(form: Form, one: Row, other: Row): string[] {
  return valuesOf(form).flatMap(([field]) =>
    (one[field] ?? null) === (other[field] ?? null) && reasonOf(one, field) === reasonOf(other, field) ? [] : [field],
  );
}

/** The values that a field takes over with its reason, from the record that is given up. */
export function takenFrom(pair: Pair, fields: readonly string[]): Row {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const reason = reasonKey(field);
      const value: [string, unknown] = [field, pair.other[field] ?? null];
      return reason in pair.form.fields ? [value, [reason, reasonOf(pair.other, field)]] : [value];
    }),
  );
}
