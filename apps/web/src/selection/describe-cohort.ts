import {
  booleanFilters,
  type BooleanVariable,
  type Cohort,
  listFilters,
  type ListVariable,
  rangeFilters,
  type RangeVariable,
} from './cohort-filter.ts';

/** The conditions of a selection in the order of the notation, each with its values in words. */
export function describeCohort(
  cohort: Cohort,
  valueLabel: (variable: string, value: string) => string,
): { variable: ListVariable | BooleanVariable | RangeVariable; words: string }[] {
  return [
    ...(Object.keys(listFilters) as ListVariable[]).map((variable) => ({
      variable,
      words: (cohort.lists[variable] ?? []).map((value) => valueLabel(variable, value)).join(', '),
    })),
    ...booleanFilters.map((variable) => ({
      variable,
      words: cohort.booleans[variable] === undefined ? '' : valueLabel(variable, String(cohort.booleans[variable])),
    })),
    ...(Object.keys(rangeFilters) as RangeVariable[]).map((variable) => {
      const [lowest, highest] = cohort.ranges[variable] ?? [null, null];
      return { variable, words: rangeWords(lowest, highest) };
    }),
  ].filter(({ words }) => words !== '');
}

function rangeWords(lowest: number | null, highest: number | null): string {
  if (lowest === null) return highest === null ? '' : `≤ ${highest}`;
  return highest === null ? `≥ ${lowest}` : `${lowest}–${highest}`;
}
