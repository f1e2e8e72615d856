import {
  baselineForm,
  columnOf,
  demographicsForm,
  type FieldSpec,
  fieldsOf,
  type Form,
  type Label,
  treatmentForm,
} from '@haim/schema';

/** A variable of the `subject` view with few values, known at baseline: curves and counts may be split by it. */
export interface Grouping {
  readonly variable: string;
  readonly label: Label;
  /** An expression over `subject s`, text or null. */
  readonly sql: string;
}

/** Outcomes are no groupings: splitting survival by response compares patients who lived long enough to respond. */
export const groupings: readonly Grouping[] = [
  ...ofForm(treatmentForm),
  { variable: 'centre', label: { en: 'Centre', zh: '中心' }, sql: 's.centre' },
  ...ofForm(demographicsForm),
  ...ofForm(baselineForm),
];

export function groupingOf(variable: string): Grouping | undefined {
  return groupings.find((grouping) => grouping.variable === variable);
}

function ofForm(form: Form): Grouping[] {
  return fieldsOf(form)
    .filter(([field, spec]) => isCategorical(spec) || field === 'sourceStageGroup')
    .map(([variable, { label }]) => ({ variable, label, sql: `s.${columnOf(variable)}::text` }));
}

function isCategorical({ kind }: FieldSpec): boolean {
  return kind === 'code' || kind === 'studyCode' || kind === 'boolean';
}
