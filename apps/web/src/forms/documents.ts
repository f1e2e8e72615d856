import { type TypedDocumentNode } from '@apollo/client';
import {
  type Fields,
  type Form,
  fieldsOf,
  type FormName,
  gatherOwn,
  isExtensible,
  isOwnKey,
  isReasonKey,
  patientFieldOf,
  type Row,
  type RowOf,
  spreadOwn,
  typeNameOf,
} from '@haim/schema';
import { readDocument } from '@/graphql/read-document.ts';

/** What every record has in addition to the fields of its form. */
export interface RecordKeys {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
}

export type RecordOf<T extends Form> = RecordKeys & RowOf<T>;

export interface SaveVariables<T extends Form> {
  readonly patientId: string;
  /** Null adds a record; otherwise `version` is the one that was read. */
  readonly id: string | null;
  readonly version: number | null;
  readonly values: RowOf<T>;
  readonly reason: string | null;
  /** Why doubtful values are right. */
  readonly doubts?: readonly { readonly field: string; readonly reason: string }[];
  /** By which the server knows a save that is sent again. */
  readonly saveKey?: string;
}

/** Any form, where it is not known which. */
export type AnyForm = Form<Form['fields'], string>;

/** Fields that the API derives and people read beside those entered. */
const derivedFields: Partial<Record<FormName, readonly string[]>> = {
  tumourAssessment: ['derivedResponse', 'derivedRuleStatement { code values en zh }'],
  slide: ['hasFile'],
  labResult: ['standardValue', 'standardUnit'],
};

/** The selection of one record: keys, declared fields, derived fields. */
export function selectionOf(form: Form): string {
  const derived: Readonly<Record<string, readonly string[]>> = derivedFields;
  const declared = fieldsOf(form).flatMap(([field]) => (isOwnKey(field) || isReasonKey(field) ? [] : [field]));
  const own = isExtensible(form.name) ? ['own', 'missing'] : [];
  return ['id', 'version', 'updatedAt', ...declared, ...own, ...(derived[form.name] ?? [])].join(' ');
}

/** The values of a record as its mutation takes them. */
export function sentValues(form: Form, row: Row): Row {
  return isExtensible(form.name) ? gatherOwn(row) : row;
}

/** A record as screens have it: the fields of the study, and why values are missing, beside those of the portal. */
export function readRecord<T extends RecordKeys>(record: T): T & Row {
  return spreadOwn(record as T & Row) as T & Row;
}

/** The one mutation of a form, built from its declaration; the answer is named `saved`. */
export function saveDocument<F extends Fields, N extends string>(
  form: Form<F, N>,
): TypedDocumentNode<{ saved: RecordOf<Form<F, N>> }, SaveVariables<Form<F, N>>> {
  const type = typeNameOf(form);
  return readDocument(`mutation Save${type}($patientId: ID!, $id: ID, $version: Int, $values: ${type}Input!, $reason: String, $doubts: [DoubtReasonInput!], $saveKey: ID) {
    saved: save${type}(patientId: $patientId, id: $id, version: $version, values: $values, reason: $reason, doubts: $doubts, saveKey: $saveKey) {
      ${selectionOf(form)}
    }
  }`);
}

const recordDocuments = new Map<Form, TypedDocumentNode<{ patient: Row }, { patientId: string }>>();

/** The records that a patient has of one form. The same document each time: what asks is drawn often. */
export function recordsDocument(form: Form): TypedDocumentNode<{ patient: Row }, { patientId: string }> {
  const known = recordDocuments.get(form);
  if (known) return known;
  const written = `query RecordsOfForm($patientId: ID!) { patient(id: $patientId) { id ${patientFieldOf(form)} { ${selectionOf(form)} } } }`;
  const document: TypedDocumentNode<{ patient: Row }, { patientId: string }> = readDocument(written);
  recordDocuments.set(form, document);
  return document;
}
