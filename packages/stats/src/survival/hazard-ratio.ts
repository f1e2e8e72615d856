import { statement, type Statement } from '@haim/schema';
import { checkConfidence, chiSquareUpperTail, criticalValue, normalTwoSided } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type RiskTable, type SurvivalData, tallyTogether } from './tally.ts';
import { type LogRatio, type TiedHazards, twoGroupCox } from './two-group-cox.ts';

/**
 * - `cox`: partial likelihood; equals coxph with one 0/1 covariate.
 * - `mantel-haenszel`: exp((O - E) / V), V the hypergeometric variance; what GraphPad Prism prints as Mantel-Haenszel.
 * - `peto`: Peto's one-step estimate, the same formula under the name the meta-analysis literature uses.
 * - `log-rank`: (O1/E1) / (O0/E0), se² = 1/E1 + 1/E0; what GraphPad Prism prints as logrank.
 */
export type HazardRatioEstimator = 'cox' | 'mantel-haenszel' | 'peto' | 'log-rank';

export interface HazardRatioOptions {
  readonly estimator: HazardRatioEstimator;
  /** Handling of tied events in the Cox likelihood, default 'efron'. */
  readonly ties?: TiedHazards;
  /** Two-sided coverage, default 0.95. */
  readonly confidence?: number;
}

export interface HazardRatioResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly estimator: HazardRatioEstimator;
  /** Hazard of `comparison` over hazard of `reference`; null when not estimable. */
  readonly hazardRatio: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pValue: number | null;
  readonly pValueMethod: Statement;
  readonly logStdErr: number | null;
}

const METHODS: Record<HazardRatioEstimator, (ties: TiedHazards) => Statement> = {
  cox: (ties) => statement('coxRatio', { ties }),
  'mantel-haenszel': () => statement('mantelHaenszelRatio'),
  peto: () => statement('petoRatio'),
  'log-rank': () => statement('logRankRatio'),
};

/**
 * Hazard ratio of two groups, comparison over reference: below 1 favours `comparison`.
 *
 * @param reference - n >= 1 subjects or day counts.
 * @param comparison - the same.
 * @param options - `estimator`; `ties`, default 'efron', for 'cox'; `confidence`, default 0.95.
 * @returns limits on the log scale; p by Wald's test for 'cox', by the log-rank test for the others.
 * @throws StatsInputError on times that `tally` refuses, an unknown estimator, or a confidence outside (0, 1).
 *
 * Source: Cox 1972, Efron 1977; Peto et al. 1977; Machin, Cheung & Parmar 2006, chapter 3, for the O, E and V forms.
 * Checked against: reference/hazard-ratio.R (coxph, survdiff) and hand-worked tables.
 * Common wrong use: quoting one estimator's number as another's. They differ by far when the ratio is far from 1 or
 * the arms are unequal: exp((O - E) / V) is biased towards extremes there.
 */
export function hazardRatio(
  reference: SurvivalData,
  comparison: SurvivalData,
  { estimator, ties = 'efron', confidence = 0.95 }: HazardRatioOptions,
): HazardRatioResult {
  if (!Object.hasOwn(METHODS, estimator)) throw new StatsInputError('estimator', `is unknown: ${String(estimator)}`);
  checkConfidence(confidence);
  const tables = tallyTogether([reference, comparison], (index) => (index === 0 ? 'reference' : 'comparison'));
  const [base, other] = tables as [RiskTable, RiskTable];
  const isCox = estimator === 'cox';
  const method = METHODS[estimator](ties);
  const pValueMethod = statement(isCox ? 'waldTest' : 'logRankTest');
  const estimate = isCox ? twoGroupCox(base, other, ties) : fromObservedExpected(base, other, estimator);
  if (estimate === null) {
    const isWithoutEvents = base.eventTotal === 0 || other.eventTotal === 0;
    const reason = statement(isWithoutEvents ? 'groupWithoutEvents' : 'neverTogetherAtRisk');
    const none = { hazardRatio: null, lower: null, upper: null, pValue: null, logStdErr: null };
    return { method, warnings: [reason], estimator, ...none, pValueMethod };
  }
  const { logRatio, logStdErr } = estimate;
  const spread = criticalValue(confidence) * logStdErr;
  return {
    method,
    warnings: [],
    estimator,
    hazardRatio: Math.exp(logRatio),
    lower: Math.exp(logRatio - spread),
    upper: Math.exp(logRatio + spread),
    pValue:
      estimate.chiSquare === null ? normalTwoSided(logRatio / logStdErr) : chiSquareUpperTail(estimate.chiSquare, 1),
    pValueMethod,
    logStdErr,
  };
}

function fromObservedExpected(
  reference: RiskTable,
  comparison: RiskTable,
  estimator: Exclude<HazardRatioEstimator, 'cox'>,
): LogRatio | null {
  let expected = 0;
  let variance = 0;
  for (let day = 0; day < reference.days.length; day++) {
    const events = (reference.events[day] as number) + (comparison.events[day] as number);
    if (events === 0) continue;
    const atRisk = (reference.atRisk[day] as number) + (comparison.atRisk[day] as number);
    const share = (comparison.atRisk[day] as number) / atRisk;
    expected += events * share;
    if (atRisk > 1) variance += (events * share * (1 - share) * (atRisk - events)) / (atRisk - 1);
  }
  if (!(variance > 0)) return null;
  const observed = comparison.eventTotal;
  const chiSquare = (observed - expected) ** 2 / variance;
  if (estimator !== 'log-rank') {
    return { logRatio: (observed - expected) / variance, logStdErr: 1 / Math.sqrt(variance), chiSquare };
  }
  const otherObserved = reference.eventTotal;
  const otherExpected = observed + otherObserved - expected;
  if (observed === 0 || otherObserved === 0) return null;
  return {
    logRatio: Math.log(observed / expected / (otherObserved / otherExpected)),
    logStdErr: Math.sqrt(1 / expected + 1 / otherExpected),
    chiSquare,
  };
}
