import type { CoxData } from './cox-design.ts';
import { readOutcome } from '../numerics/scored.ts';
import { type RiskTable, withAtRisk } from '../survival/tally.ts';
import { likelihood, type RatioLikelihood, type TiedHazards, twoGroupCox } from '../survival/two-group-cox.ts';

/** A Cox model whose only covariate says which of two groups a subject is in. */
export interface TwoGroupFit {
  readonly name: string;
  readonly n: number;
  readonly events: number;
  readonly coefficient: number;
  readonly start: RatioLikelihood;
  readonly fitted: RatioLikelihood;
}

/** Whole days below this are counted by index (two centuries suffice). */
const LIMIT = 1 << 17;
const FIRST_CAPACITY = 1 << 12;

/**
 * Fits the model from counts per day and group: one pass over the rows, then a cost that follows the number of days.
 *
 * @returns null if the input is of another kind (several columns, strata, weights, intervals, days that are not
 * whole, values other than 0 and 1), is invalid, or has no finite estimate: then the general method reports why.
 */
export function fitTwoGroups(data: CoxData, ties: TiedHazards): TwoGroupFit | null {
  const [covariate, second] = data.covariates;
  const isPlain = data.strata === undefined && data.weights === undefined && data.start === undefined;
  if (covariate === undefined || second !== undefined || !isPlain) return null;
  const n = data.days.length;
  if (n === 0 || data.event.length !== n || covariate.values.length !== n) return null;
  const counts = countPerDay(data, covariate.values);
  if (counts === null) return null;
  const [reference, comparison] = tablesOf(counts);
  if (reference.n === 0 || comparison.n === 0) return null;
  const estimate = twoGroupCox(reference, comparison, ties);
  if (estimate === null) return null;
  return {
    name: covariate.name,
    n,
    events: reference.eventTotal + comparison.eventTotal,
    coefficient: estimate.logRatio,
    start: likelihood(reference, comparison, ties, 0),
    fitted: likelihood(reference, comparison, ties, estimate.logRatio),
  };
}

/** At 4 day the censored of group 0, then its events, then the same of group 1; null if a row does not fit that. */
function countPerDay({ days, event }: CoxData, group: ArrayLike<number>): Uint32Array | null {
  const flags = event instanceof Uint8Array ? event : readOutcome(event, 'event');
  let capacity = FIRST_CAPACITY;
  let counts = new Uint32Array(4 * capacity);
  for (let i = 0; i < days.length; i++) {
    const day = days[i] as number;
    const flag = flags[i] as number;
    const side = group[i] as number;
    if (day >>> 0 !== day || day >= capacity) {
      if (!(day >= 0 && day < LIMIT) || day !== Math.trunc(day)) return null;
      while (day >= capacity) capacity *= 2;
      const larger = new Uint32Array(4 * capacity);
      larger.set(counts);
      counts = larger;
    }
    // 0 for 0 and 1 alone; a comparison would be mispredicted half of the time.
    if (side * (side - 1) !== 0 || flag * (flag - 1) !== 0) return null;
    const at = 4 * day + 2 * side + flag;
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

function tablesOf(counts: Uint32Array): [RiskTable, RiskTable] {
  const present: number[] = [];
  for (let at = 0; at < counts.length; at += 4) {
    if (counts[at] || counts[at + 1] || counts[at + 2] || counts[at + 3]) present.push(at);
  }
  const column = (offset: number) => Float64Array.from(present, (at) => counts[at + offset] as number);
  const days = Float64Array.from(present, (at) => at / 4);
  return [withAtRisk(days, column(1), column(0)), withAtRisk(days, column(3), column(2))];
}
