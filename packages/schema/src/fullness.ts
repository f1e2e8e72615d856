import { fieldsOf, type Form, type Row } from './form.ts';

/** What a record is asked for: a field each, or the fields of which exactly one is filled (a date, or a study day). */
export function asksOf(form: Form): readonly (readonly string[])[] {
  const choices = form.rules.flatMap(({ fields, isChoice }) => (isChoice ? [fields] : []));
  const chosen = new Set(choices.flat());
  return [...choices, ...fieldsOf(form).flatMap(([field]) => (chosen.has(field) ? [] : [[field]]))];
}

/** How much of what a record is asked for it holds. */
export function filledOf(form: Form, row: Row): number {
  return asksOf(form).filter((fields) => fields.some((field) => (row[field] ?? null) !== null)).length;
}
