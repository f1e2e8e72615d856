import { type FieldSpec, type Fields, type Form, fieldsOf, readField, type Row, type RowOf } from '@haim/schema';
import { asTyped } from '@/numbers/round.ts';

/** The content of the inputs: text as typed ('' if empty); booleans have null as third state. */
export type DraftValue = string | boolean | null;
export type Draft = Record<string, DraftValue>;

/** The inputs of a saved record, or of a new one. */
export function draftOf(form: Form, row: Row | null): Draft {
  return Object.fromEntries(
    fieldsOf(form).map(([field, spec]) => [field, typedOf(spec, row ? (row[field] ?? null) : beginningOf(spec))]),
  );
}

function beginningOf(spec: FieldSpec): string | null {
  return spec.kind === 'code' ? (spec.begins ?? null) : null;
}

function typedOf(spec: FieldSpec, value: unknown): DraftValue {
  if (spec.kind === 'boolean') return typeof value === 'boolean' ? value : null;
  return writtenOf(value);
}

/** Numbers without an exponent, which few readers of a form expect. */
function writtenOf(value: unknown): string {
  if (value === null) return '';
  if (typeof value !== 'number') return String(value);
  return asTyped(value);
}

/**
 * The record that the inputs represent. What cannot be read stays as typed, so that `checkRow` reports it:
 * nothing unreadable turns into null or NaN on its way.
 */
export function rowOf(form: Form, draft: Draft): Row {
  return Object.fromEntries(fieldsOf(form).map(([field, spec]) => [field, valueOf(spec, draft[field] ?? null)]));
}

/** `rowOf` after `checkRow` has found no error in it. */
export function checkedRow<F extends Fields, N extends string>(form: Form<F, N>, draft: Draft): RowOf<Form<F, N>> {
  return rowOf(form, draft) as RowOf<Form<F, N>>;
}

function valueOf(spec: FieldSpec, typed: DraftValue): unknown {
  if (typeof typed !== 'string') return typed;
  const text = typed.trim();
  if (text === '') return null;
  return readField(spec, text) ?? text;
}

/** How a valid entry is written once the field is left: 20240229 becomes 2024-02-29. */
export function tidy(spec: FieldSpec, typed: string): string {
  return writtenOf(valueOf(spec, typed));
}

/** Every field as it is written once it is left. A form is saved this way, whether its last field was left or not. */
export function tidyDraft(form: Form, draft: Draft): Draft {
  return Object.fromEntries(
    fieldsOf(form).map(([field, spec]) => {
      const typed = draft[field] ?? null;
      return [field, typeof typed === 'string' ? tidy(spec, typed) : typed];
    }),
  );
}

/** Whether two drafts mean the same record: 20240229 is 2024-02-29, and 5.0 is 5. */
export function meanTheSame(form: Form, one: Draft, other: Draft): boolean {
  const [left, right] = [rowOf(form, one), rowOf(form, other)];
  return fieldsOf(form).every(([field]) => left[field] === right[field]);
}
