import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type SurvivalColumns, tally } from './tally.ts';

export interface SearchedCut {
  /** The values from it on are compared with those below. */
  readonly cut: number;
  /** Of the log-rank test there, as if the cut had not been searched for. */
  readonly pValue: number;
}

/**
 * The cut-point of a quantity with the smallest p of a log-rank test between the values from it on and those below.
 *
 * @param data - times and events, [n].
 * @param values - [n] finite.
 * @param share - of the values left out at each end, in [0, 0.5).
 * @returns of equal ones the lowest; null where no cut has a test.
 * @throws StatsInputError as tally; on values that are not as many or not finite, or a share outside that range.
 *
 * Source: Mantel 1966; Miller & Siegmund 1982 for what the search does to p, see bestCutPValue.
 * Checked against: the log-rank test at every cut, and apps/api score-outcome.R (survdiff at every cut).
 * Common wrong use: taking this p, or the cut, for what it is elsewhere: on other patients both are worse.
 */
export function bestLogRankCut(data: SurvivalColumns, values: ArrayLike<number>, share: number): SearchedCut | null {
  const n = values.length;
  if (n !== data.days.length) throw new StatsInputError('values', `must be as many as days (${data.days.length})`);
  if (!(share >= 0 && share < 0.5)) throw new StatsInputError('share', `must lie between 0 and 0.5, not ${share}`);
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i]))
      throw new StatsInputError('values', `entry ${i}: must be finite, not ${values[i]}`);
  }
  const { riskDays, hazard, spread, atRisk } = eventDays(data);
  const sorted = Float64Array.from(values).sort();
  const [from, to] = [sorted[Math.ceil(n * share)], sorted[Math.floor(n * (1 - share))] ?? sorted[n - 1]];
  if (from === undefined || to === undefined) return null;
  // From the highest value down, one patient after the other joins the group; observed less expected is a sum over its
  // patients of event less cumulative hazard, and the variance changes where the patient was at risk.
  const inGroup = new Float64Array(riskDays.length);
  let [difference, variance] = [0, 0];
  let best: SearchedCut | null = null;
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => (values[b] as number) - (values[a] as number));
  for (const [place, i] of order.entries()) {
    const last = countUpTo(riskDays, data.days[i] as number);
    for (let day = 0; day < last; day++) {
      const members = inGroup[day] as number;
      variance += (spread[day] as number) * ((atRisk[day] as number) - 2 * members - 1);
      inGroup[day] = members + 1;
    }
    difference += Number(data.event[i]) - (last === 0 ? 0 : (hazard[last - 1] as number));
    const cut = values[i] as number;
    const next = order[place + 1];
    if (next === undefined || values[next] === cut || !(cut > from && cut <= to) || !(variance > 1e-12)) continue;
    const pValue = chiSquareUpperTail(difference ** 2 / variance, 1);
    if (pValue !== null && pValue > 0 && pValue < 1 && pValue <= (best?.pValue ?? 1)) best = { cut, pValue };
  }
  return best;
}

/** Of the days with an event: cumulative hazard, how many are at risk, and what a pair of groups adds to the variance. */
function eventDays(data: SurvivalColumns) {
  const table = tally(data);
  const days = Array.from(table.days.keys()).filter((i) => (table.events[i] as number) > 0);
  let sum = 0;
  const hazard = days.map((i) => (sum += (table.events[i] as number) / (table.atRisk[i] as number)));
  const spread = days.map((i) => {
    const [n, d] = [table.atRisk[i] as number, table.events[i] as number];
    return n > 1 ? (d * (n - d)) / (n - 1) / n ** 2 : 0;
  });
  return {
    riskDays: days.map((i) => table.days[i] as number),
    hazard,
    spread,
    atRisk: days.map((i) => table.atRisk[i]),
  };
}

/** How many of ascending days are at most a day; those that differ by rounding alone count as equal. */
function countUpTo(ascending: readonly number[], day: number): number {
  const limit = day + 1e-9 * Math.max(1, Math.abs(day));
  let [from, until] = [0, ascending.length];
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((ascending[middle] as number) <= limit) from = middle + 1;
    else until = middle;
  }
  return from;
}
