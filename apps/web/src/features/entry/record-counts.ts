import { type Fullness } from '@/forms/record-mark.tsx';
import { type EntryPatientsQuery } from '@/graphql/generated/graphql.ts';

export type PatientRow = EntryPatientsQuery['patients']['rows'][number];
type RecordCount = EntryPatientsQuery['patients']['recordCounts'][number];

/** The records of each form that the patients have: by patient, then by form; a form without any is absent. */
export type RecordCounts = ReadonlyMap<string, ReadonlyMap<string, Fullness>>;

export function countsOf(counts: readonly RecordCount[]): RecordCounts {
  const byPatient = new Map<string, Map<string, Fullness>>();
  for (const { patientId, form, ...fullness } of counts) {
    const forms = byPatient.get(patientId) ?? new Map<string, Fullness>();
    byPatient.set(patientId, forms.set(form, fullness));
  }
  return byPatient;
}
