import { statement, type Statement } from '@haim/schema';
import { criticalValue } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type EstimateWithLimits, firstCrossing } from './survival-quantile.ts';

/** Scale on which the pointwise limits of S are symmetric. */
export type ConfType = 'plain' | 'log' | 'log-log';

/** A survival curve as columns: one entry per distinct day, ascending. */
export interface SurvivalCurve {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly events: number;
  readonly confidence: number;
  readonly confType: ConfType;
  readonly days: number[];
  /** Subjects (or sum of weights) with time >= the day. */
  readonly atRisk: number[];
  readonly nEvent: number[];
  readonly nCensor: number[];
  /** S(day), in [0, 1]. */
  readonly survival: number[];
  /** Standard error of S; null where S is 0. */
  readonly stdErr: (number | null)[];
  /** Nelson-Aalen cumulative hazard. */
  readonly cumulativeHazard: number[];
  /** Pointwise limits; null where S is 0, and with 'log-log' also where S is 1. */
  readonly lower: (number | null)[];
  readonly upper: (number | null)[];
  /** First day with S <= 0.5, and the same of the limits, as R prints it; days. */
  readonly median: EstimateWithLimits;
}

/** What a curve is drawn from: counts (or sums of weights) per distinct day, ascending. */
export interface CurveCounts {
  readonly n: number;
  readonly eventTotal: number;
  readonly days: ArrayLike<number>;
  readonly atRisk: ArrayLike<number>;
  readonly events: ArrayLike<number>;
  readonly censored: ArrayLike<number>;
}

export interface CurveOptions {
  /** Two-sided coverage of the limits, in (0, 1); default 0.95. */
  readonly confidence?: number;
  /** Default 'log-log'. */
  readonly confType?: ConfType;
}

/** Limits of S on the chosen scale; null where the scale is undefined. */
export type Limits = (survival: number, logStdErr: number) => readonly [lower: number | null, upper: number | null];

/**
 * Pointwise limits of a survival probability.
 *
 * @param z - normal multiplier, 1.96 for 95 %.
 * @returns a function of S and the standard error of log S (delta method, so se(S) = S times it).
 */
export function survivalLimits(confType: ConfType, z: number): Limits {
  switch (confType) {
    case 'plain':
      return (s, se) => (s <= 0 ? [null, null] : [Math.max(0, s - z * s * se), Math.min(1, s + z * s * se)]);
    case 'log':
      return (s, se) => (s <= 0 ? [null, null] : [s * Math.exp(-z * se), Math.min(1, s * Math.exp(z * se))]);
    case 'log-log':
      return (s, se) => {
        if (s <= 0 || s >= 1) return [null, null];
        const spread = (z * se) / -Math.log(s);
        return [s ** Math.exp(spread), s ** Math.exp(-spread)];
      };
    default:
      throw new StatsInputError('confType', `must be 'plain', 'log' or 'log-log', not ${String(confType)}`);
  }
}

/**
 * Product-limit curve of counts.
 *
 * @param logStdErr - standard error of log S per day, if it is not Greenwood's.
 */
export function productLimit(
  counts: CurveCounts,
  method: Statement,
  { confidence = 0.95, confType = 'log-log' }: CurveOptions = {},
  logStdErr?: ArrayLike<number>,
): SurvivalCurve {
  const limits = survivalLimits(confType, criticalValue(confidence));
  const length = counts.days.length;
  const survival = new Array<number>(length);
  const stdErr = new Array<number | null>(length);
  const cumulativeHazard = new Array<number>(length);
  const lower = new Array<number | null>(length);
  const upper = new Array<number | null>(length);
  let s = 1;
  let greenwood = 0;
  let hazard = 0;
  for (let i = 0; i < length; i++) {
    const atRisk = counts.atRisk[i] as number;
    const events = counts.events[i] as number;
    if (events > 0) {
      s *= (atRisk - events) / atRisk;
      greenwood += events / (atRisk * (atRisk - events));
      hazard += events / atRisk;
    }
    const se = logStdErr === undefined ? Math.sqrt(greenwood) : (logStdErr[i] as number);
    survival[i] = s;
    stdErr[i] = s > 0 ? s * se : null;
    cumulativeHazard[i] = hazard;
    [lower[i], upper[i]] = limits(s, se) as [number | null, number | null];
  }
  const days = listOf(counts.days);
  const warnings = counts.eventTotal === 0 ? [statement('noEventOnCurve')] : [];
  return {
    method,
    warnings,
    n: counts.n,
    events: counts.eventTotal,
    confidence,
    confType,
    days,
    atRisk: listOf(counts.atRisk),
    nEvent: listOf(counts.events),
    nCensor: listOf(counts.censored),
    survival,
    stdErr,
    cumulativeHazard,
    lower,
    upper,
    median: {
      estimate: firstCrossing(days, survival, 0.5),
      lower: firstCrossing(days, lower, 0.5),
      upper: firstCrossing(days, upper, 0.5),
    },
  };
}

/** A plain list. Not Array.from: its iterator costs more than the curve. */
function listOf(column: ArrayLike<number>): number[] {
  const list = new Array<number>(column.length);
  for (let i = 0; i < list.length; i++) list[i] = column[i] as number;
  return list;
}
