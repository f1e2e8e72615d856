import {
  type AdverseEventCriterion,
  type Between,
  type CohortFilter,
  type Condition,
  conjunctsOf,
  type Period,
  showCohort,
  variablesOf,
} from '@haim/schema';
import { asChoice } from './cohort-filter.ts';

/** The words that a description needs, in the reader's language. */
export interface CohortWords {
  readonly variable: (name: string) => string;
  readonly value: (variable: string, value: string | null) => string;
  readonly and: string;
  readonly or: string;
  readonly not: (words: string) => string;
  readonly contains: (part: string) => string;
  readonly recorded: string;
  readonly event: (criterion: AdverseEventCriterion) => string;
}

export interface DescribedPart {
  readonly key: string;
  readonly part: CohortFilter;
  /** The variable, if the part is about a single one and reads as its values; null if it joins several. */
  readonly variable: string | null;
  readonly words: string;
}

/** The conditions that must all hold, each in words, in their order in the address. */
export function describeCohort(filter: CohortFilter | null, words: CohortWords): DescribedPart[] {
  return conjunctsOf(filter).map((part) => {
    const own = ownWords(part, words);
    const variable = own === null ? null : (variablesOf(part)[0] ?? null);
    return { key: showCohort(part), part, variable, words: own ?? describe(part, words) };
  });
}

/** `BCLC stage: B, C; Age: ≥ 50`. */
export function cohortInWords(parts: readonly DescribedPart[], variable: (name: string) => string): string {
  return parts.map((part) => (part.variable ? `${variable(part.variable)}: ${part.words}` : part.words)).join('; ');
}

function describe(part: CohortFilter, words: CohortWords): string {
  const own = ownWords(part, words);
  if (own !== null) return `${variablesOf(part).map(words.variable).join()}: ${own}`;
  if ('not' in part) return words.not(describe(part.not, words));
  if ('lessThan' in part) return `${words.variable(part.variable)} < ${words.variable(part.lessThan)}`;
  if ('variable' in part || 'adverseEvent' in part) return variablesOf(part).join();
  const [parts, joint] = 'and' in part ? [part.and, words.and] : [part.or, words.or];
  return `(${parts.map((one) => describe(one, words)).join(` ${joint} `)})`;
}

/** What a condition says about its one variable; null if it joins several. */
function ownWords(part: CohortFilter, words: CohortWords): string | null {
  const choice = asChoice(part);
  const [variable = ''] = variablesOf(part);
  if (choice) {
    const { values, range, period, isMissing } = choice;
    const wanted = [...values, ...(isMissing ? [null] : [])].map((value) => words.value(variable, value));
    const between = range ?? period;
    return [...(between ? [rangeWords(between)] : []), ...wanted].join(', ');
  }
  if ('adverseEvent' in part) return words.event(part.adverseEvent);
  return 'variable' in part ? conditionWords(part, words) : null;
}

function conditionWords(condition: Condition, words: CohortWords): string | null {
  if ('notIn' in condition) {
    return words.not(condition.notIn.map((value) => words.value(condition.variable, value)).join(', '));
  }
  if ('contains' in condition) return words.contains(condition.contains);
  return 'isMissing' in condition && !condition.isMissing ? words.recorded : null;
}

/** Days have hyphens of their own: a dash between them has spaces. */
function rangeWords([lowest, highest]: Between | Period): string {
  if (lowest === null) return `≤ ${highest}`;
  if (highest === null) return `≥ ${lowest}`;
  return typeof lowest === 'string' ? `${lowest} – ${highest}` : `${lowest}–${highest}`;
}
