import { statement } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';
import { type Outcome, readOutcome } from '../numerics/scored.ts';
import { type CurveOptions, productLimit, type SurvivalCurve } from './survival-curve.ts';
import { groupByDay, readDays } from './tally.ts';

/** Columns of equal length n. */
export interface WeightedSurvival {
  readonly days: ArrayLike<number>;
  readonly event: Outcome;
  /** Case weights, > 0; from propensityWeights, for instance. */
  readonly weights: ArrayLike<number>;
}

/**
 * Kaplan-Meier curve of weighted subjects.
 *
 * @param options - `robust` (default true): infinitesimal-jackknife variance, which fits estimated weights; false:
 * Greenwood's formula on weighted counts, which fits frequency weights.
 * @param input - `days`, `event` and `weights` (> 0), columns of n >= 1.
 * @returns a curve whose counts are sums of weights; `n` and `events` count subjects.
 * @throws StatsInputError on unequal lengths, times that `tally` refuses, or a weight not above 0.
 *
 * Source: Xie & Liu 2005.
 * Checked against: reference/goldens/iptw_colon.json (survfit with weights).
 */
export function weightedKaplanMeier(
  input: WeightedSurvival,
  options: CurveOptions & { readonly robust?: boolean } = {},
): SurvivalCurve {
  const { robust = true, confType = 'log-log' } = options;
  const days = readDays(input.days, 'days');
  const event = readOutcome(input.event, 'event');
  if (event.length !== days.length) throw new StatsInputError('event', 'must have one entry per time');
  if (input.weights.length !== days.length) throw new StatsInputError('weights', 'must have one entry per time');
  const grid = groupByDay([days]);
  const position = grid.positions[0] as Uint32Array;
  const length = grid.days.length;
  const [events, censored, atRisk] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  position.forEach((day, i) => {
    const weight = input.weights[i] as number;
    if (!(weight > 0 && weight < Infinity))
      throw new StatsInputError('weights', `entry ${i}: must be above 0, not ${weight}`);
    const column = event[i] === 1 ? events : censored;
    column[day] = (column[day] as number) + weight;
  });
  for (let day = length - 1, sum = 0; day >= 0; day--) {
    sum += (events[day] as number) + (censored[day] as number);
    atRisk[day] = sum;
  }
  const eventTotal = event.reduce((sum, value) => sum + value, 0);
  const counts = { n: days.length, eventTotal, days: grid.days, atRisk, events, censored };
  const method = statement('weightedKaplanMeier', { robust, limits: confType });
  if (!robust) return productLimit(counts, method, options);
  return productLimit(counts, method, options, jackknife(counts, position, event, input.weights));
}

/** Standard error of log S: root of the summed squares of each subject's influence on it. */
function jackknife(
  counts: { atRisk: Float64Array; events: Float64Array },
  position: Uint32Array,
  event: Uint8Array,
  weights: ArrayLike<number>,
): Float64Array {
  const length = counts.atRisk.length;
  // Influence of a unit of weight still at risk, and what an event takes from it.
  const staying = new Float64Array(length);
  const ofEvent = new Float64Array(length);
  let sum = 0;
  for (let day = 0; day < length; day++) {
    const atRisk = counts.atRisk[day] as number;
    const left = atRisk - (counts.events[day] as number);
    // Where all fail S is 0 and its logarithm has no error.
    const isLast = left <= atRisk * 1e-12;
    if (!isLast) sum += (counts.events[day] as number) / (atRisk * left);
    staying[day] = sum;
    ofEvent[day] = isLast ? 0 : 1 / left;
  }
  const squaresAtRisk = new Float64Array(length);
  const squaresLeft = new Float64Array(length);
  position.forEach((day, i) => {
    const w = weights[i] as number;
    const influence = w * ((staying[day] as number) - (event[i] === 1 ? (ofEvent[day] as number) : 0));
    squaresLeft[day] = (squaresLeft[day] as number) + influence ** 2;
    squaresAtRisk[day] = (squaresAtRisk[day] as number) + w * w;
  });
  let remaining = squaresAtRisk.reduce((total, square) => total + square, 0);
  let gone = 0;
  return staying.map((influence, day) => {
    remaining -= squaresAtRisk[day] as number;
    gone += squaresLeft[day] as number;
    return Math.sqrt(Math.max(0, remaining) * influence ** 2 + gone);
  });
}
