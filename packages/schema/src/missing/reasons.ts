import { missingReason } from '../codes/missing-reason.ts';
import { type FieldSpec, type Form, fieldsOf, type Row, type RowRule } from '../form.ts';
import { isExtensible } from '../extensible.ts';
import { isReasonKey, reasonKey } from '../reason-key.ts';

/*
 * Beside a field whose value is missing, the reason. A reason is a field of its own, a code, wherever records are checked,
 * compared and shown, under the name of its field with `missing_` before it; stored, all reasons of a record are together
 * in `missing`, under the names of their fields.
 */

/** The fields without those that hold reasons. */
export function valuesOf(form: Form): [field: string, spec: FieldSpec][] {
  return fieldsOf(form).filter(([field]) => !isReasonKey(field));
}

/** The stored reasons of a record as fields beside the others. */
export function reasonsIn(missing: unknown): Row {
  const given = typeof missing === 'object' && missing !== null ? Object.entries(missing) : [];
  return Object.fromEntries(given.map(([field, reason]) => [reasonKey(field), reason]));
}

/**
 * The form with a reason behind each field that may lack a value: not where a value is required, nor where one of two
 * fields has to be filled, since a record without either says nothing.
 */
export function withReasons<F extends Form>(form: F): Form {
  if (!isExtensible(form.name)) return form;
  const known = made.get(form);
  if (known) return known;
  const chosen = new Set(form.rules.flatMap(({ fields, isChoice }) => (isChoice ? fields : [])));
  const may = ([field, { required }]: [string, FieldSpec]) => !required && !chosen.has(field);
  const fields = fieldsOf(form).flatMap((entry): [string, FieldSpec][] =>
    may(entry) ? [entry, [reasonKey(entry[0]), reasonSpec(entry[1])]] : [entry],
  );
  const rules = fieldsOf(form)
    .filter(may)
    .map(([field]) => oneOrTheOther(field));
  const becomes: Form = { ...form, fields: Object.fromEntries(fields), rules: [...form.rules, ...rules] };
  made.set(form, becomes);
  return becomes;
}

/** Forms are told apart by identity. */
const made = new WeakMap<Form, Form>();

function reasonSpec({ label }: FieldSpec): FieldSpec {
  return {
    kind: 'code',
    label: { en: `${label.en}: why missing`, zh: `${label.zh}：缺失原因` },
    list: missingReason,
  };
}

function oneOrTheOther(field: string): RowRule {
  return {
    fields: [field],
    severity: 'error',
    label: { en: 'a value, or a reason why it is missing, not both', zh: '填写数值或缺失原因，二者择一' },
    holds: (row) => (row[field] ?? null) === null || (row[reasonKey(field)] ?? null) === null,
  };
}
