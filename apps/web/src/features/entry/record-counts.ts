import { type EntryPatientsQuery } from '@/graphql/generated/graphql.ts';

export type PatientRow = EntryPatientsQuery['patients']['rows'][number];
type RecordCount = EntryPatientsQuery['patients']['recordCounts'][number];

/** How many records of each form the patients have: by patient, then by form; a form without any is absent. */
export type RecordCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

export function countsOf(counts: readonly RecordCount[]): RecordCounts {
  const byPatient = new Map<string, Map<string, number>>();
  for (const { patientId, form, n } of counts) {
    const forms = byPatient.get(patientId) ?? new Map<string, number>();
    byPatient.set(patientId, forms.set(form, n));
  }
  return byPatient;
}
