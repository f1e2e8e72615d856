import type { RiskTable } from './tally.ts';
import { sumSteps } from './tied-steps.ts';

export type TiedHazards = 'efron' | 'breslow';

export interface LogRatio {
  readonly logRatio: number;
  readonly logStdErr: number;
  /** The log-rank statistic where the p value comes from it. */
  readonly chiSquare: number | null;
}

const MAX_ITERATIONS = 60;

/**
 * Cox log hazard ratio of two groups straight from their risk tables: the cost follows days, not subjects.
 *
 * @param reference - risk table over the common days.
 * @param comparison - risk table over the same days.
 * @returns null when the likelihood has no finite maximum (a group whose hazard is 0 or without bound).
 */
export function twoGroupCox(reference: RiskTable, comparison: RiskTable, ties: TiedHazards): LogRatio | null {
  if (!hasFiniteMaximum(reference, comparison)) return null;
  let beta = 0;
  let derivatives = likelihood(reference, comparison, ties, beta);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    if (!(derivatives.information > 0)) return null;
    const full = derivatives.score / derivatives.information;
    let step = full;
    let next = likelihood(reference, comparison, ties, beta + step);
    // The log likelihood is concave, so halving an overshooting step always ends; a loss within rounding is none.
    const floor = derivatives.logLikelihood - 1e-10 * (1 + Math.abs(derivatives.logLikelihood));
    while (next.logLikelihood < floor && Math.abs(step) > 1e-14 * (1 + Math.abs(beta))) {
      step /= 2;
      next = likelihood(reference, comparison, ties, beta + step);
    }
    beta += step;
    derivatives = next;
    if (Math.abs(full) <= 1e-10 * (1 + Math.abs(beta))) {
      return { logRatio: beta, logStdErr: 1 / Math.sqrt(derivatives.information), chiSquare: null };
    }
  }
  return null;
}

/** Each group must have an event on a day when the other is at risk; otherwise the ratio runs to 0 or infinity. */
function hasFiniteMaximum(reference: RiskTable, comparison: RiskTable): boolean {
  const meets = (a: RiskTable, b: RiskTable) =>
    a.events.some((events, day) => events > 0 && (b.atRisk[day] as number) > 0);
  return meets(reference, comparison) && meets(comparison, reference);
}

/** Log partial likelihood at a log ratio, with its derivatives. */
export interface RatioLikelihood {
  readonly logLikelihood: number;
  readonly score: number;
  readonly information: number;
}

/** Partial likelihood of two groups at one log ratio. */
export function likelihood(
  reference: RiskTable,
  comparison: RiskTable,
  ties: TiedHazards,
  beta: number,
): RatioLikelihood {
  const ratio = Math.exp(beta);
  let logLikelihood = comparison.eventTotal * beta;
  let score = comparison.eventTotal;
  let information = 0;
  for (let day = 0; day < reference.days.length; day++) {
    const baseEvents = reference.events[day] as number;
    const otherEvents = comparison.events[day] as number;
    const events = baseEvents + otherEvents;
    if (events === 0) continue;
    const base = reference.atRisk[day] as number;
    const other = (comparison.atRisk[day] as number) * ratio;
    if (ties === 'breslow') {
      const share = other / (base + other);
      logLikelihood -= events * Math.log(base + other);
      score -= events * share;
      information += events * share * (1 - share);
      continue;
    }
    const tied = (otherEvents * ratio) / (baseEvents + otherEvents * ratio);
    const total = base + other;
    // The comparison's share of the remaining risk set at a step is tied + apart / left.
    const apart = other - tied * total;
    const { logs, inverses, squares } = sumSteps(total, baseEvents + otherEvents * ratio, events);
    const shares = events * tied + apart * inverses;
    logLikelihood -= logs;
    score -= shares;
    information += shares - (events * tied ** 2 + 2 * tied * apart * inverses + apart ** 2 * squares);
  }
  return { logLikelihood, score, information };
}
