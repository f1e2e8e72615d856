import { type Label, type SubjectVariable, subjectVariables } from '@haim/schema';

/** A variable with few values, known at time zero: curves and counts may be split by it. */
export interface Grouping {
  readonly variable: string;
  readonly label: Label;
  /** An expression over `subject s`, text or null. */
  readonly sql: string;
}

/** Outcomes are not groupings: splitting survival by response compares patients who lived long enough to respond. */
export const groupings: readonly Grouping[] = subjectVariables
  .filter(({ groups }) => groups)
  .map(({ name, label, column }) => ({ variable: name, label, sql: `s.${column}::text` }));

/**
 * The names of the variables by which curves may be grouped.
 *
 * @param own - the variables that fields of the study are.
 */
export function groupingNames(own: readonly SubjectVariable[]): string[] {
  return [...groupings.map(({ variable }) => variable), ...own.filter(({ groups }) => groups).map(({ name }) => name)];
}
