import { type Form, type Label, type Row } from '../form.ts';
import { type FormName, forms } from '../forms/index.ts';
import { reasonKey, valuesOf } from '../missing/index.ts';

/** Forms that a study may have entered twice: all whose records do not come with files. */
export const formsForTwoEntries: readonly FormName[] = forms
  .filter(({ comesWithFiles }: Form) => comesWithFiles === undefined)
  .map(({ name }) => name);

/** How two entries of a record compare: they agree, they differ and nobody has decided, or somebody has. */
export const comparisonStates = ['differs', 'resolved', 'agreed'] as const;
export type ComparisonState = (typeof comparisonStates)[number];

export const comparisonStateLabels: Readonly<Record<ComparisonState, Label>> = {
  differs: { en: 'Differs', zh: '不一致' },
  resolved: { en: 'Resolved', zh: '已处理' },
  agreed: { en: 'Agrees', zh: '一致' },
};

/** What holds where two entries differ: one of the two, or a value that is neither. */
export const entryChoices = ['first', 'second', 'other'] as const;
export type EntryChoice = (typeof entryChoices)[number];

export interface ComparedField {
  readonly field: string;
  readonly agrees: boolean;
}

/**
 * Two entries of a record, field by field. A field and the reason for which it has no value are one: a value against a
 * reason differs, and so do two reasons.
 *
 * @param form - with reasons for missing values (`withReasons`).
 * @param second - what was asked the second time: fields that it does not have are left out.
 */
export function compareEntries(form: Form, first: Row, second: Row): ComparedField[] {
  return valuesOf(form)
    .filter(([field]) => Object.hasOwn(second, field))
    .map(([field]) => ({
      field,
      agrees: [field, reasonKey(field)].every((key) => (first[key] ?? null) === (second[key] ?? null)),
    }));
}

/** Of one entry, what it has of a field: its value, and the reason for which there is none. */
export function entryOf(row: Row, field: string): Row {
  return { [field]: row[field] ?? null, [reasonKey(field)]: row[reasonKey(field)] ?? null };
}
