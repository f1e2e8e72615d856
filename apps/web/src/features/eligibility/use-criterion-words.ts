'use client';
import { type CohortFilter, isPeriod, variableIn } from '@haim/schema';
import { useFilterWords } from '@/selection/use-filter-words.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';

/**
 * The condition of a criterion in one line, with its unit: `Largest tumour: > 50 mm`. A criterion is open where the value
 * is missing, so that whoever is not up to 50 is over 50; of a selection that would be wrong.
 */
export function useCriterionWords(): (filter: CohortFilter) => string {
  const inWords = useFilterWords();
  const labels = useLabels();
  const own = variablesOfStudy(useStudy());
  return (filter) => {
    const beyond = beyondOf(filter);
    const name = beyond?.variable ?? ('variable' in filter && 'between' in filter ? filter.variable : null);
    const unit = name === null ? null : (variableIn(name, { own })?.unit ?? null);
    const words = beyond ? `${labels.variable(beyond.variable)}: ${beyond.words}` : inWords(filter);
    return unit === null ? words : `${words} ${labels.unit(unit)}`;
  };
}

/** What lies beyond a range with one end, as `> 50`; null for any other condition. */
export function beyondOf(filter: CohortFilter): { readonly variable: string; readonly words: string } | null {
  if (!('not' in filter) || !('between' in filter.not)) return null;
  const { variable, between } = filter.not;
  if (isPeriod(between)) return null;
  const [lowest, highest] = between;
  if (lowest === null && highest !== null) return { variable, words: `> ${highest}` };
  if (highest === null && lowest !== null) return { variable, words: `< ${lowest}` };
  return null;
}
