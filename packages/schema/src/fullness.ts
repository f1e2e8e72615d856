import { fieldsOf, type Form, type Row } from './form.ts';

/** What a record should contain: single fields, or fields of which exactly one is filled (a date or a study day). */
export function asksOf(form: Form): readonly (readonly string[])[] {
  const choices = form.rules.flatMap(({ fields, isChoice }) => (isChoice ? [fields] : []));
  const chosen = new Set(choices.flat());
  return [...choices, ...fieldsOf(form).flatMap(([field]) => (chosen.has(field) ? [] : [[field]]))];
}

/** How much of what a record should contain is filled. */
export function filledOf(form: Form, row: Row): number {
  return asksOf(form).filter((fields) => fields.some((field) => (row[field] ?? null) !== null)).length;
}
