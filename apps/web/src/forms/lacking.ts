import { type FieldSpec, type Form, lacksOf, type Row } from '@haim/schema';

/** A field that records still lack, and how many of them do. */
export interface Lacking {
  readonly field: string;
  readonly spec: FieldSpec;
  readonly n: number;
}

/** What the records of a form lack, in the order of the form. Of a choice, as a date or a study day, the first is named. */
export function lackingIn(form: Form, records: readonly Row[]): Lacking[] {
  const counts = new Map<string, number>();
  for (const record of records)
    for (const [field = ''] of lacksOf(form, record)) counts.set(field, (counts.get(field) ?? 0) + 1);
  return Object.entries(form.fields).flatMap(([field, spec]) => {
    const n = counts.get(field);
    return n === undefined ? [] : [{ field, spec, n }];
  });
}
