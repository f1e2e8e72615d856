import { type CohortFilter, outcomesIn } from '../cohort/index.ts';
import { type EligibilityState } from '../codes/eligibility-state.ts';
import { type Label } from '../form.ts';
import { type SubjectVariable } from '../subject/index.ts';

/**
 * A criterion of a study: a condition over variables of the analysis row. Who meets an inclusion may be eligible, who meets
 * an exclusion is not. What a person has to answer is a field of the form Eligibility, and so a variable like any other.
 */
export interface Criterion {
  /** 'ecogOver2': its name in the stored rows and in addresses; unique in the study. */
  readonly code: string;
  readonly kind: CriterionKind;
  readonly label: Label;
  readonly filter: CohortFilter;
}

export const criterionKinds = ['inclusion', 'exclusion'] as const;
export type CriterionKind = (typeof criterionKinds)[number];

/** Whom the analyses of a study count: everybody, or everybody but the ineligible. Who is not yet judged is counted. */
export const populations = ['eligible', 'all'] as const;
export type Population = (typeof populations)[number];

/** What a study states about eligibility. The order of the criteria is that in which a flow counts reasons. */
export interface EligibilityRules {
  readonly population: Population;
  readonly criteria: readonly Criterion[];
}

/** The code that stands for a decision of a person where no criterion made a patient ineligible. */
export const decidedByPerson = 'decision';

/** What was found of one patient. */
export interface Judgement {
  readonly state: EligibilityState | null;
  /** Codes of criteria in the order of the study. */
  readonly failed: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * The variables of a criterion that are known only after time zero. Whoever meets it has lived and been followed until it
 * could be met: survival from time zero among the eligible contains that time, in which nobody could die.
 *
 * @param own - the variables that fields of the study are.
 */
export function knownLaterIn({ filter }: Pick<Criterion, 'filter'>, own: readonly SubjectVariable[] = []): string[] {
  return outcomesIn(filter, own);
}

/**
 * The condition by which an analysis leaves the ineligible out; null where it does not. Whoever selects by eligibility
 * itself is answered as asked.
 *
 * @param named - the variables that the selection uses.
 */
export function populationFilter(population: Population, named: readonly string[]): CohortFilter | null {
  if (population === 'all' || named.includes('eligibility') || named.includes('excludedBy')) return null;
  return { not: ineligible };
}

export const ineligible: CohortFilter = { variable: 'eligibility', in: ['ineligible'] };
