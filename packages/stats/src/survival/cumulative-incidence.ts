import { statement, type Statement } from '@haim/schema';
import { criticalValue } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type ConfType, survivalLimits } from './survival-curve.ts';
import { groupByDay, readDays } from './tally.ts';

/** Follow-up that ends in one of several ways: columns of equal length n. */
export interface CompetingRisks {
  /** Days from time zero, >= 0. */
  readonly days: ArrayLike<number>;
  /** 0 censored; 1, 2, … the cause. */
  readonly cause: ArrayLike<number>;
}

export interface IncidenceCurve {
  readonly cause: number;
  readonly events: number;
  /** Probability of the event from this cause by each day. */
  readonly incidence: number[];
  /** Infinitesimal jackknife. */
  readonly stdErr: number[];
  /** Limits on the chosen scale; null where the incidence is 0. */
  readonly lower: (number | null)[];
  readonly upper: (number | null)[];
  /** Gray's (Aalen-type) variance, as cmprsk prints it. */
  readonly aalenVariance: number[];
}

export interface CumulativeIncidenceResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly confidence: number;
  /** Distinct days, ascending; the columns of every curve follow it. */
  readonly days: number[];
  readonly atRisk: number[];
  readonly curves: IncidenceCurve[];
}

/** Counts per distinct day. `events[c]` belongs to `causes[c]`. */
export interface CauseTable {
  readonly n: number;
  readonly days: Float64Array;
  readonly causes: number[];
  readonly atRisk: Float64Array;
  readonly censored: Float64Array;
  readonly events: Float64Array[];
  readonly allEvents: Float64Array;
}

/**
 * Cumulative incidence of each cause when causes compete (Aalen-Johansen).
 *
 * @param input - n >= 1 subjects; causes are whole numbers, 0 for censoring.
 * @param options - `causes` to report, default those seen; `confType` 'log' (default) or 'log-log'.
 * @returns one curve per cause over the distinct days, ascending; limits are null where the incidence is 0.
 * @throws StatsInputError on an empty cohort, unequal lengths, a negative or non-finite time or cause.
 *
 * Source: Aalen & Johansen 1978; Gray 1988 for `aalenVariance`.
 * Checked against: reference/goldens/cif_mgus2.json (survival::survfit, cmprsk::cuminc).
 * Common wrong use: 1 minus Kaplan-Meier with competing events censored, which is too high.
 */
export function cumulativeIncidence(
  input: CompetingRisks,
  options: { confidence?: number; confType?: ConfType; causes?: readonly number[] } = {},
): CumulativeIncidenceResult {
  const { confidence = 0.95, confType = 'log' } = options;
  const limits = survivalLimits(confType, criticalValue(confidence));
  const table = tallyCauses([input], options.causes)[0] as CauseTable;
  const curves = table.causes.map((cause, c): IncidenceCurve => {
    const { incidence, variance } = jackknife(table, c);
    const stdErr = variance.map(Math.sqrt);
    const bands = incidence.map((f, i) => limits(f, f > 0 ? (stdErr[i] as number) / f : 0));
    return {
      cause,
      events: (table.events[c] as Float64Array).reduce((sum, d) => sum + d, 0),
      incidence,
      stdErr,
      lower: bands.map(([lower]) => lower),
      upper: bands.map(([, upper]) => upper),
      aalenVariance: aalenVariance(table, c),
    };
  });
  const warnings: Statement[] = curves
    .filter(({ events }) => events === 0)
    .map(({ cause }) => statement('causeNeverObserved', { cause: String(cause) }));
  if (table.causes.length === 0) warnings.push(statement('noEventOfAnyCause'));
  const method = statement('cumulativeIncidence', { limits: confType });
  return { method, warnings, n: table.n, confidence, days: [...table.days], atRisk: [...table.atRisk], curves };
}

/** Counts several groups over their common days and causes. @throws StatsInputError as cumulativeIncidence. */
export function tallyCauses(groups: readonly CompetingRisks[], causes?: readonly number[]): CauseTable[] {
  const days = groups.map((group, i) => readDays(group.days, groups.length > 1 ? `groups[${i}].days` : 'days'));
  const grid = groupByDay(days);
  const seen = new Set<number>();
  groups.forEach((group, i) => {
    if (group.cause.length !== days[i]?.length) throw new StatsInputError('cause', 'must have one entry per time');
    for (let row = 0; row < group.cause.length; row++) {
      const cause = group.cause[row] as number;
      if (!Number.isSafeInteger(cause) || cause < 0)
        throw new StatsInputError('cause', `entry ${row}: must be 0, 1, 2, …, not ${cause}`);
      if (cause > 0) seen.add(cause);
    }
  });
  const wanted = causes ? [...causes] : [...seen].sort((a, b) => a - b);
  return groups.map((group, i) => countCauses(group, grid.days, grid.positions[i] as Uint32Array, wanted));
}

function countCauses(group: CompetingRisks, days: Float64Array, position: Uint32Array, causes: number[]): CauseTable {
  const column = () => new Float64Array(days.length);
  const [censored, allEvents, atRisk] = [column(), column(), column()];
  const events = causes.map(column);
  const add = (to: Float64Array, day: number) => (to[day] = (to[day] as number) + 1);
  position.forEach((day, row) => {
    const cause = group.cause[row] as number;
    add(cause === 0 ? censored : allEvents, day);
    const own = events[causes.indexOf(cause)];
    if (own !== undefined) add(own, day);
  });
  let left = 0;
  for (let day = days.length - 1; day >= 0; day--) {
    left += (censored[day] as number) + (allEvents[day] as number);
    atRisk[day] = left;
  }
  return { n: position.length, days, causes, atRisk, censored, events, allEvents };
}

/**
 * Incidence with the sum of squared influences. The influence on the incidence at t is the same for all subjects still
 * under observation; after a subject's own time it is a - m F(t), so three running sums cover everyone who has left.
 */
function jackknife(table: CauseTable, c: number): { incidence: number[]; variance: number[] } {
  const own = table.events[c] as Float64Array;
  const incidence: number[] = [];
  const variance: number[] = [];
  let survival = 1;
  let f = 0;
  // Influence on F, and on -log S, of a subject still under observation.
  let onF = 0;
  let onLogS = 0;
  let [sumAA, sumAM, sumMM] = [0, 0, 0];
  for (let day = 0; day < table.days.length; day++) {
    const atRisk = table.atRisk[day] as number;
    const all = table.allEvents[day] as number;
    if (atRisk > 0) {
      const hazard = all / atRisk;
      const ownHazard = (own[day] as number) / atRisk;
      const before = { survival, onF, onLogS };
      f += survival * ownHazard;
      const gain = (hasOwnEvent: number) =>
        -before.survival * before.onLogS * ownHazard + (before.survival * (hasOwnEvent - ownHazard)) / atRisk;
      const pull = (hasEvent: number) => (hazard < 1 ? (hasEvent - hazard) / (atRisk * (1 - hazard)) : 0);
      const leave = (count: number, hasEvent: number, hasOwnEvent: number) => {
        const m = hazard < 1 ? before.onLogS + pull(hasEvent) : 0;
        const a = before.onF + gain(hasOwnEvent) + m * f;
        sumAA += count * a * a;
        sumAM += count * a * m;
        sumMM += count * m * m;
      };
      leave(own[day] as number, 1, 1);
      leave(all - (own[day] as number), 1, 0);
      leave(table.censored[day] as number, 0, 0);
      onF += gain(0);
      onLogS += pull(0);
      survival *= 1 - hazard;
      const staying = atRisk - all - (table.censored[day] as number);
      variance.push(Math.max(0, staying * onF * onF + sumAA - 2 * f * sumAM + f * f * sumMM));
    } else variance.push(variance[variance.length - 1] ?? 0);
    incidence.push(f);
  }
  return { incidence, variance };
}

/** Gray's variance: martingale variation of the cause of interest and of the competing ones, with a finite-sample factor for ties. */
function aalenVariance(table: CauseTable, c: number): number[] {
  const own = table.events[c] as Float64Array;
  let survival = 1;
  let f = 0;
  let [v1, v2, v3] = [0, 0, 0];
  return Array.from(table.days, (_, day) => {
    const atRisk = table.atRisk[day] as number;
    const mine = own[day] as number;
    const others = (table.allEvents[day] as number) - mine;
    if (mine + others > 0) {
      const before = survival;
      survival *= (atRisk - mine - others) / atRisk;
      f += (before * mine) / atRisk;
      const inverse = survival > 0 ? 1 / survival : 0;
      const collect = (count: number, onF: number) => {
        const ties = count > 1 ? 1 - (count - 1) / (atRisk - 1) : 1;
        const step = (before ** 2 * ties * count) / atRisk ** 2;
        v1 += onF ** 2 * step;
        v2 += inverse * onF * step;
        v3 += inverse ** 2 * step;
      };
      if (others > 0 && survival > 0) collect(others, f * inverse);
      if (mine > 0) collect(mine, 1 + f * inverse);
    }
    return Math.max(0, v1 + f * f * v3 - 2 * f * v2);
  });
}
