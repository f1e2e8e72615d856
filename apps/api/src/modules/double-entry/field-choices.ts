import { compareEntries, type EntryChoice, entryChoices, entryOf, type Form, reasonKey, type Row } from '@haim/schema';
import { badInput } from '../../context/portal-error.ts';

/** What holds of a field that differs; with `other`, a value or the reason for which there is none. */
export interface FieldChoice {
  readonly field: string;
  readonly choice: EntryChoice;
  readonly value: unknown;
  readonly missing: string | null;
}

/** Fields in which two entries differ. */
export function differingOf(form: Form, first: Row, second: Row): string[] {
  return compareEntries(form, first, second).flatMap(({ field, agrees }) => (agrees ? [] : [field]));
}

/** @throws BAD_USER_INPUT naming a field that is not decided, or that does not differ. */
export function refuseUndecided(differing: readonly string[], choices: readonly FieldChoice[]): void {
  const wrong = choices.find(({ choice }) => !entryChoices.includes(choice));
  if (wrong) throw badInput(`choice of ${wrong.field} must be one of ${entryChoices.join(', ')}`);
  const decided = choices.map(({ field }) => field);
  const stranger = decided.find((field, i) => !differing.includes(field) || decided.indexOf(field) !== i);
  if (stranger !== undefined) throw badInput(`choices must name fields that differ, each once: ${stranger} is not one`);
  const open = differing.filter((field) => !decided.includes(field));
  if (open.length > 0) throw badInput(`choices must decide every field that differs: ${open.join(', ')} is open`);
}

/** The values that choices give the record; none where the first entry holds. @throws BAD_USER_INPUT for another value that is none. */
export function valuesOfChoices(form: Form, second: Row, choices: readonly FieldChoice[]): Row {
  return Object.assign({}, ...choices.map((choice) => chosenValues(form, second, choice))) as Row;
}

export function chosenOf(choices: readonly FieldChoice[]): Readonly<Record<string, EntryChoice>> {
  return Object.fromEntries(choices.map(({ field, choice }) => [field, choice]));
}

function chosenValues(form: Form, second: Row, { field, choice, value, missing }: FieldChoice): Row {
  if (choice === 'first') return {};
  if (choice === 'other' && (value ?? null) === null && missing === null)
    throw badInput(`${field} must have a value, or a reason why it is missing`);
  const given =
    choice === 'second' ? entryOf(second, field) : entryOf({ [field]: value, [reasonKey(field)]: missing }, field);
  return Object.fromEntries(Object.entries(given).filter(([key]) => Object.hasOwn(form.fields, key)));
}
