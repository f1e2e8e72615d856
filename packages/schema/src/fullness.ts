import { appliesTo } from './applies.ts';
import { type Form, type Row } from './form.ts';
import { reasonOf, valuesOf } from './missing/reasons.ts';

/**
 * What a record should contain: single fields, or fields of which exactly one is filled (a date or a study day).
 *
 * @param row - the record, of which only the fields that apply are asked; without it, all that may be.
 */
export function asksOf(form: Form, row: Row | null = null): readonly (readonly string[])[] {
  const choices = form.rules.flatMap(({ fields, isChoice }) => (isChoice ? [fields] : []));
  const chosen = new Set(choices.flat());
  const single = valuesOf(form).filter(([field, spec]) => !chosen.has(field) && (row === null || appliesTo(spec, row)));
  return [...choices, ...single.map(([field]) => [field])];
}

/** What of that the record still lacks. */
export function lacksOf(form: Form, row: Row): readonly (readonly string[])[] {
  return asksOf(form, row).filter((fields) => !fields.some((field) => isAnswered(row, field)));
}

/** How much of what a record should contain is answered: by a value, or by a reason that is final. */
export function filledOf(form: Form, row: Row): number {
  return asksOf(form, row).length - lacksOf(form, row).length;
}

/** `pending` says that the value is still to come. */
function isAnswered(row: Row, field: string): boolean {
  const reason = reasonOf(row, field);
  return (row[field] ?? null) !== null || (reason !== null && reason !== 'pending');
}

export type RecordState = 'empty' | 'incomplete' | 'complete';

/** What is known of the records of a form that a patient has. */
export interface KnownOfRecords {
  readonly n: number;
  readonly filled: number;
  readonly asked: number;
}

/** The state in which a grid shows the records of a form: the one place where it is decided. */
export function recordState({ n, filled, asked }: KnownOfRecords): RecordState {
  if (n === 0) return 'empty';
  return filled < asked ? 'incomplete' : 'complete';
}
