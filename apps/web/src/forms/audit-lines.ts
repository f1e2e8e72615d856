import { type FieldSpec, type Form } from '@haim/schema';

export interface AuditLine {
  readonly field: string;
  /** Null for a field without a declaration, such as the patient's code. */
  readonly spec: FieldSpec | null;
  readonly oldValue: string | null;
  readonly newValue: string | null;
  /** The field had no value before: there is nothing to cross out. */
  readonly isFirst: boolean;
  /** The person or the centre whose id a value is. */
  readonly oldName: string | null;
  readonly newName: string | null;
}

export interface ChangedRow {
  readonly form: string | null;
  readonly action: string;
  readonly changes: readonly {
    readonly field: string;
    readonly oldValue: string | null;
    readonly newValue: string | null;
    readonly oldName?: string | null;
    readonly newName?: string | null;
  }[];
}

/** Fields of tables that are not forms, which have a name of their own in the messages. */
export const knownFields = [
  'answer',
  'place',
  'code',
  'name',
  'nameZh',
  'label',
  'position',
  'role',
  'userId',
  'centreId',
  'patientId',
  'recordId',
  'cutoffOn',
  'monthDays',
  'timeZero',
  'recipeId',
  'unusedForms',
  'closedAt',
  'synthetic',
  'status',
  'modelId',
  'statedMicronsPerPixel',
  'form',
  'kind',
  'labelEn',
  'labelZh',
  'helpEn',
  'helpZh',
  'required',
  'unit',
  'lowest',
  'highest',
  'codes',
  'state',
  'givenAt',
  'crossesCentres',
  'smallestCell',
  'roundTo',
  'minimumCentres',
  'minimumAtRisk',
  'gridMonths',
  'minimumFollowUpMonths',
  'shortFollowUp',
  'scoreOfPatient',
  'askedBy',
  'askedAt',
  'dataVersion',
  'filter',
  'selectionKey',
  'definition',
] as const;

/**
 * The changes of an entry in the order of the form; a new record names only what was filled in.
 *
 * @param form - of the entry, as the study has it; undefined for another table.
 */
export function auditLines(form: Form | undefined, { action, changes }: ChangedRow): AuditLine[] {
  const fields: Readonly<Record<string, FieldSpec>> = form?.fields ?? {};
  const order = Object.keys(fields);
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  return changes
    .filter(({ oldValue, newValue }) => oldValue !== newValue)
    .map(({ field, oldValue, newValue, oldName = null, newName = null }) => ({
      field,
      spec: fields[field] ?? null,
      oldValue,
      newValue,
      oldName,
      newName,
      isFirst: (action === 'create' || action === 'restore') && oldValue === null,
    }))
    .toSorted((a, b) => place(a.field) - place(b.field));
}

/** The audit trail keeps text; a yes or no is converted back so that it reads as on the form. */
export function auditedValue(spec: FieldSpec, text: string | null): string | boolean | null {
  return spec.kind === 'boolean' && text !== null ? text === 'true' : text;
}

/** Longer ones are in the file of the audit, whole. */
const mostShown = 160;

/**
 * A value without a declaration as a person reads it: of JSON, what it holds without signs and without what is empty,
 * such as `prps: 0.8, patches: kept: 4`.
 */
export function plainValue(text: string): string {
  const words = /^[[{]/.test(text) ? wordsOf(text) : text;
  return words.length > mostShown ? `${words.slice(0, mostShown).trimEnd()}…` : words;
}

function wordsOf(text: string): string {
  try {
    return inWords(JSON.parse(text));
  } catch {
    return text;
  }
}

function inWords(value: unknown): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(inWords).filter(Boolean).join(', ');
  if (typeof value !== 'object') return String(value);
  const parts = Object.entries(value).map(([name, part]) => [name, inWords(part)] as const);
  return parts
    .filter(([, words]) => words !== '')
    .map(([name, words]) => `${name}: ${words}`)
    .join(', ');
}
