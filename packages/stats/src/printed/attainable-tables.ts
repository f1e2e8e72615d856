import { type ConfusionCounts, type ConfusionMetricName } from '../diagnostic/confusion.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { checkPrinted, printedAs, type PrintedValue } from './printed-value.ts';

export type PrintedMetrics = Readonly<Partial<Record<ConfusionMetricName, PrintedValue>>>;

export interface AttainableTables {
  readonly n: number;
  /** How many metrics are printed. */
  readonly of: number;
  /** Tables that give all of them, rounded. */
  readonly matching: number;
  /** The most metrics that one table gives. */
  readonly mostMatched: number;
  /** The tables whose worst metric is nearest to the printed one, where it has a value in all: at most five. */
  readonly closest: readonly ConfusionCounts[];
  /** By how much their worst metric is off; null where no table has a value of every metric. */
  readonly deviation: number | null;
}

/** Tables of n subjects grow with its cube: 250 have 2.7 million, a tenth of a second. */
export const MOST_ENUMERATED = 250;
const MOST_CLOSEST = 5;
const SAME = 1e-12;

const metricOf: Readonly<Record<ConfusionMetricName, (tp: number, fp: number, fn: number, tn: number) => number>> = {
  accuracy: (tp, fp, fn, tn) => (tp + tn) / (tp + fp + fn + tn),
  sensitivity: (tp, _fp, fn) => tp / (tp + fn),
  specificity: (_tp, fp, _fn, tn) => tn / (tn + fp),
  ppv: (tp, fp) => tp / (tp + fp),
  npv: (_tp, _fp, fn, tn) => tn / (tn + fn),
  f1: (tp, fp, fn) => (2 * tp) / (2 * tp + fp + fn),
};

/**
 * Whether any two by two table of n subjects gives the metrics that a publication prints together, by going through all.
 *
 * @param printed - at least one metric, as shares from 0 to 1.
 * @param n - whole number of subjects, 1 to 250.
 * @returns `matching` is 0 where no table gives all of them.
 * @throws StatsInputError on another n, no metric, or a printed number that is not finite.
 *
 * Source: exhaustive enumeration.
 * Checked against: reference/attainable.R (every table in turn, by other formulas).
 * Common wrong use: taking the closest table for the published one. It is inferred.
 */
export function attainableTables(printed: PrintedMetrics, n: number): AttainableTables {
  const metrics = Object.entries(printed).flatMap(([name, value]) =>
    value === undefined ? [] : [{ of: metricOf[name as ConfusionMetricName], printed: value }],
  );
  if (metrics.length === 0) throw new StatsInputError('printed', 'needs at least one metric');
  for (const one of metrics) checkPrinted(one.printed);
  if (!Number.isInteger(n) || n < 1 || n > MOST_ENUMERATED) {
    throw new StatsInputError('n', `must be a whole number from 1 to ${MOST_ENUMERATED}, not ${n}`);
  }
  let [matching, mostMatched, deviation] = [0, 0, Infinity];
  let closest: ConfusionCounts[] = [];
  for (let tp = 0; tp <= n; tp++) {
    for (let fn = 0; fn <= n - tp; fn++) {
      for (let fp = 0; fp <= n - tp - fn; fp++) {
        const tn = n - tp - fn - fp;
        let [matched, worst] = [0, 0];
        for (const one of metrics) {
          const exact = one.of(tp, fp, fn, tn);
          const off = Number.isNaN(exact) ? Infinity : Math.abs(exact - one.printed.value);
          worst = Math.max(worst, off);
          if (off < 1 && printedAs(exact, one.printed) === 'rounded') matched++;
        }
        mostMatched = Math.max(mostMatched, matched);
        if (matched === metrics.length) matching++;
        if (worst === Infinity || worst > deviation + SAME) continue;
        if (worst < deviation - SAME) closest = [];
        deviation = Math.min(deviation, worst);
        if (closest.length < MOST_CLOSEST) closest.push({ tp, fp, fn, tn });
      }
    }
  }
  return {
    ...{ n, of: metrics.length, matching, mostMatched, closest },
    deviation: Number.isFinite(deviation) ? deviation : null,
  };
}
