import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { type RiskTable, type SurvivalData, tallyTogether } from './tally.ts';
import { likelihood, type RatioLikelihood, twoGroupCox } from './two-group-cox.ts';

/** The two groups within one subgroup of patients. */
export interface RatioStratum {
  readonly label: string;
  readonly reference: SurvivalData;
  readonly comparison: SurvivalData;
}

export interface RatioInteraction {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** null, like the fields below, where fewer than two subgroups have a ratio. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

const MAX_ITERATIONS = 60;

/**
 * Whether the hazard ratio of two groups differs between subgroups: likelihood ratio of a Cox model with a ratio for each
 * subgroup against one with a common ratio, both with a baseline hazard for each subgroup (Efron ties).
 *
 * @param strata - the subgroups of one variable; one in which the ratio is not finite is left out, with a warning.
 * @returns the statistic with as many degrees of freedom as there are ratios, less one.
 * @throws StatsInputError on times that `tally` refuses; each group must have a subject.
 *
 * Source: Cox 1972; Therneau & Grambsch 2000, section 3.2.1 (strata by covariate interaction).
 * Checked against: reference/ratio-interaction.R (the partial likelihood maximised in base R).
 * Common wrong use: taking a subgroup's own p for the interaction, or a large interaction p for equal ratios.
 */
export function ratioInteraction(strata: readonly RatioStratum[]): RatioInteraction {
  const method = statement('ratioInteraction');
  const fitted = strata.map(({ label, reference, comparison }) => {
    const [base, other] = tallyTogether([reference, comparison]) as [RiskTable, RiskTable];
    const estimate = twoGroupCox(base, other, 'efron');
    return { label, at: (beta: number) => likelihood(base, other, 'efron', beta), beta: estimate?.logRatio ?? null };
  });
  const used = fitted.flatMap(({ at, beta }) => (beta === null ? [] : [{ at, beta, best: at(beta) }]));
  const without = fitted.flatMap(({ label, beta }) => (beta === null ? [label] : []));
  const warnings = without.length > 0 ? [statement('interactionWithout', { groups: without })] : [];
  if (used.length < 2) {
    const reason = statement('interactionNotEstimable');
    return { method, warnings: [reason], statistic: null, df: null, pValue: null };
  }
  const apart = used.reduce((sum, { best }) => sum + best.logLikelihood, 0);
  const together = maximum((beta) => sumOf(used.map(({ at }) => at(beta))), used);
  const statistic = Math.max(0, 2 * (apart - together));
  const df = used.length - 1;
  return { method, warnings, statistic, df, pValue: chiSquareUpperTail(statistic, df) };
}

/** The largest log likelihood of one common ratio: concave, and between the subgroups' own maxima. */
function maximum(
  at: (beta: number) => RatioLikelihood,
  own: readonly { readonly beta: number; readonly best: RatioLikelihood }[],
): number {
  const weight = own.reduce((sum, { best }) => sum + best.information, 0);
  let beta = own.reduce((sum, one) => sum + one.beta * one.best.information, 0) / weight;
  let here = at(beta);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    if (!(here.information > 0)) break;
    let step = here.score / here.information;
    let next = at(beta + step);
    const floor = here.logLikelihood - 1e-10 * (1 + Math.abs(here.logLikelihood));
    while (next.logLikelihood < floor && Math.abs(step) > 1e-14) {
      step /= 2;
      next = at(beta + step);
    }
    beta += step;
    here = next;
    if (Math.abs(step) <= 1e-10 * (1 + Math.abs(beta))) break;
  }
  return here.logLikelihood;
}

function sumOf(parts: readonly RatioLikelihood[]): RatioLikelihood {
  return parts.reduce(
    (sum, one) => ({
      logLikelihood: sum.logLikelihood + one.logLikelihood,
      score: sum.score + one.score,
      information: sum.information + one.information,
    }),
    { logLikelihood: 0, score: 0, information: 0 },
  );
}
