import { type PatientVerificationsQuery } from '@/graphql/generated/graphql.ts';

export type Verification = PatientVerificationsQuery['patientVerifications'][number];

/** Whether a field was compared with its source; `changed`: it was, and has changed since. */
export type FieldVerification = 'none' | 'verified' | 'changed';

/** @param marks - of one record: a mark on all of it holds for each field that has not changed since. */
export function verificationOf(marks: readonly Verification[], field: string): FieldVerification {
  const whole = marks.find((mark) => mark.field === null);
  const own = marks.find((mark) => mark.field === field);
  if (own?.verified || (whole && !whole.revertedFields.includes(field))) return 'verified';
  return own || whole ? 'changed' : 'none';
}
