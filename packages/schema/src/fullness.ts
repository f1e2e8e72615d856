import { type Form, type Row } from './form.ts';
import { reasonOf, valuesOf } from './missing/reasons.ts';

/** What a record should contain: single fields, or fields of which exactly one is filled (a date or a study day). */
export function asksOf(form: Form): readonly (readonly string[])[] {
  const choices = form.rules.flatMap(({ fields, isChoice }) => (isChoice ? [fields] : []));
  const chosen = new Set(choices.flat());
  return [...choices, ...valuesOf(form).flatMap(([field]) => (chosen.has(field) ? [] : [[field]]))];
}

/** How much of what a record should contain is answered: by a value, or by a reason that is final. */
export function filledOf(form: Form, row: Row): number {
  return asksOf(form).filter((fields) => fields.some((field) => isAnswered(row, field))).length;
}

/** `pending` says that the value is still to come. */
export function isAnswered(row: Row, field: string): boolean {
  const reason = reasonOf(row, field);
  return (row[field] ?? null) !== null || (reason !== null && reason !== 'pending');
}
