import { type FieldSpec, type Form, type Kind, type Label, type Row } from '../form.ts';
import { forms } from '../forms/index.ts';
import { fieldOfReason, isReasonKey } from '../reason-key.ts';
import { reasonsIn } from '../missing/reasons.ts';

/** `studyCode` refers to a list of the portal; every other kind may be declared by a study. */
export const ownKinds = ['integer', 'decimal', 'code', 'boolean', 'date', 'text'] as const satisfies readonly Kind[];
export type OwnKind = (typeof ownKinds)[number];

/**
 * Which of several records of a patient gives the value: the first or last by its day, the highest or lowest value (of a
 * category by the order of its codes, of a date the latest or earliest day), or any record that says yes.
 */
export const countedRecords = ['first', 'last', 'highest', 'lowest', 'any'] as const;
export type CountedRecord = (typeof countedRecords)[number];

const inOrder: readonly CountedRecord[] = ['first', 'last', 'highest', 'lowest'];

/** Those that a field of a kind may name: text has no order, and only of yes and no is there any. */
export const countsOfKind: Readonly<Record<OwnKind, readonly CountedRecord[]>> = {
  integer: inOrder,
  decimal: inOrder,
  code: inOrder,
  date: inOrder,
  boolean: ['first', 'last', 'any'],
  text: ['first', 'last'],
};

/** Whether a patient has several records of the form, so that a variable has to name one of them. */
export function hasSeveralRecords(formName: string): boolean {
  return forms.some(({ name, repeats }) => name === formName && repeats);
}

/** Forms with several records from which the analysis row takes the one that counts. */
const formsOfVariables = ['tumourAssessment', 'adverseEvent', 'followUp'];

/** Whether a field on the form may be a variable: on one with several records, if the analysis row reads it. */
export function mayGiveVariables(formName: string): boolean {
  return !hasSeveralRecords(formName) || formsOfVariables.includes(formName);
}

/** When what a form asks is known where nobody says: before treatment, or not to be known from here. */
export function usualKnown(formName: string): OwnField['known'] {
  return ['demographics', 'eligibility', 'baseline'].includes(formName) ? 'timeZero' : null;
}

/** A field that a study adds to a form, as it is stored. */
export interface OwnField {
  readonly form: string;
  /** Lower case with underscores, unique in the study: pack_years. */
  readonly name: string;
  readonly kind: OwnKind;
  readonly label: Label;
  readonly help: Label | null;
  readonly required: boolean;
  /** Of a number. */
  readonly unit: string | null;
  /** The ends of the range of a number, each included; null where that end is open. */
  readonly lowest: number | null;
  readonly highest: number | null;
  /** Of a category, in the order shown; otherwise empty. */
  readonly codes: readonly { readonly code: string; readonly label: Label }[];
  /**
   * When its value is known, which decides what the variable may do; null if it is not a variable of analysis. Of a form
   * with several records, `timeZero` lets only records up to time zero count.
   */
  readonly known: 'timeZero' | 'outcome' | null;
  /** Of a variable on a form with several records: which of them counts. Otherwise null. */
  readonly counts: CountedRecord | null;
}

/**
 * Set before the name of a study's own field wherever it meets fields of the portal: as a field of a record, a heading
 * of a file, a variable of an address. No field of the portal has an underscore in its name, so none that a later version
 * brings can meet one that a study has.
 */
const prefix = 'own_';

/** pack_years -> own_pack_years. */
export function ownKey({ name }: Pick<OwnField, 'name'>): string {
  return prefix + name;
}

export function isOwnKey(field: string): boolean {
  return field.startsWith(prefix);
}

/** own_pack_years -> pack_years. */
export function ownNameOf(key: string): string {
  return key.slice(prefix.length);
}

/** The form as a study has it: its fields, then those that the study adds, in the study's order. */
export function formOfStudy<F extends Form>(form: F, own: readonly OwnField[]): Form {
  const added = own.filter((field) => field.form === form.name);
  if (added.length === 0) return form;
  return {
    ...form,
    fields: { ...form.fields, ...Object.fromEntries(added.map((field) => [ownKey(field), specOf(field)])) },
  };
}

/** Every form as the study has it. */
export function formsOfStudy(own: readonly OwnField[]): readonly Form[] {
  return forms.map((form) => formOfStudy(form, own));
}

/** The declaration of a study's field in the words of the portal's own. */
export function specOf({ kind, label, help, required, unit, lowest, highest, codes }: OwnField): FieldSpec {
  const common = { label, ...(help && { help }), ...(required && ({ required } as const)) };
  switch (kind) {
    case 'integer':
    case 'decimal': {
      const isBounded = lowest !== null || highest !== null;
      const range = [lowest ?? -Infinity, highest ?? Infinity] as const;
      return { kind, ...common, ...(unit !== null && { unit }), ...(isBounded && { range }) };
    }
    case 'code':
      return { kind, ...common, list: { source: 'study', codes } };
    default:
      return { kind, ...common };
  }
}

/**
 * A record as `checkRow` and screens have it: the values of the study's own fields and the reasons for missing values, which
 * are stored together, beside the others.
 */
export function spreadOwn({ own, missing, ...row }: Row): Row {
  return { ...row, ...(own as Row | null | undefined), ...reasonsIn(missing) };
}

/** The other way round: as a record of an extensible form is sent and stored. */
export function gatherOwn(row: Row): Row {
  const entries = Object.entries(row);
  const own = Object.fromEntries(entries.filter(([field]) => isOwnKey(field)));
  const reasons = entries.filter(([field]) => isReasonKey(field));
  return {
    ...Object.fromEntries(entries.filter(([field]) => !isOwnKey(field) && !isReasonKey(field))),
    own,
    ...(reasons.length > 0 && {
      missing: Object.fromEntries(reasons.map(([key, reason]) => [fieldOfReason(key), reason])),
    }),
  };
}
