import { type TypedDocumentNode } from '@apollo/client';
import { type FormName, forms } from '@haim/schema';
import { parse } from 'graphql';
import { patientFieldOf } from '@/forms/documents.ts';

/** How many records of each form a patient has. */
export type RecordCounts = Readonly<Record<FormName, number>>;

/** The most patients one question may name: the API accepts no more aliases. */
export const mostPatients = 15;

type Present = { readonly id: string } & Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, Present | null>>;

/** One question for the records of several patients, who are its variables p0, p1, … */
export function countsDocument(patients: number): TypedDocumentNode<Answer, Record<string, string>> {
  const places = Array.from({ length: Math.min(patients, mostPatients) }, (_, place) => `p${place}`);
  const records = forms.map((form) => `${patientFieldOf(form)} { id }`).join(' ');
  return parse(`query RecordCounts(${places.map((place) => `$${place}: ID!`).join(', ')}) {
    ${places.map((place) => `${place}: patient(id: $${place}) { id ${records} }`).join('\n')}
  }`);
}

export function countsVariables(ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.slice(0, mostPatients).map((id, place) => [`p${place}`, id]));
}

/** The counts of every patient answered, by id. */
export function countsOf(answer: Answer): ReadonlyMap<string, RecordCounts> {
  const patients = Object.values(answer).filter((patient) => patient !== null && typeof patient === 'object');
  return new Map(patients.map((patient) => [patient.id, countRecords(patient)]));
}

function countRecords(patient: Present): RecordCounts {
  const counted = forms.map((form) => {
    const records = patient[patientFieldOf(form)] ?? null;
    return [form.name, Array.isArray(records) ? records.length : Number(records !== null)] as const;
  });
  return Object.fromEntries(counted) as RecordCounts;
}
