import { statement, type Statement } from '@haim/schema';
import { checkConfidence } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { placesOf } from '../numerics/ranks.ts';
import { quantileOf } from '../numerics/samples.ts';
import { checkDirection, type Outcome, readScored } from '../numerics/scored.ts';
import { type BootstrapOptions, draw, uniform } from './bootstrap-auc.ts';

export interface BootstrapRocOptions extends BootstrapOptions {
  /** Where the band is computed; 0, 0.01 … 1 by default. */
  readonly specificities?: readonly number[];
}

export interface BootstrapRoc {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly replicates: number;
  /** Percentiles of the resampled areas; null if a class is empty or every resample has the same area. */
  readonly aucLower: number | null;
  readonly aucUpper: number | null;
  /** Columns of equal length: percentiles of the resampled sensitivity at each specificity; empty if a class is. */
  readonly specificity: number[];
  readonly lower: number[];
  readonly median: number[];
  readonly upper: number[];
}

/**
 * Percentile bootstrap of a whole ROC curve: limits of its area, and a band of pointwise limits of sensitivity at fixed
 * specificities. Positives and negatives are drawn separately, so that their numbers stay fixed.
 *
 * @param scores - [n] finite.
 * @param positive - [n] truth.
 * @param options - `direction`; `specificities`; `replicates`, default 2000; `seed` or `random`; `confidence`, default 0.95.
 * @returns limits by R's type 7 quantiles of the resamples; the draws are those of bootstrapAuc.
 * @throws StatsInputError as bootstrapAuc; on a specificity outside [0, 1].
 *
 * Source: Efron & Tibshirani 1993; Carpenter & Bithell 2000.
 * Checked against: reference/evaluation.R (pROC::auc and pROC::coords of the same resamples; ci.se draws them alike).
 * Common wrong use: reading a pointwise band as one that contains the whole curve at once.
 */
export function bootstrapRoc(scores: ArrayLike<number>, positive: Outcome, options: BootstrapRocOptions): BootstrapRoc {
  const isHigher = checkDirection(options.direction) === 'higher-is-positive';
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const replicates = options.replicates ?? 2000;
  if (!Number.isSafeInteger(replicates) || replicates < 1) {
    throw new StatsInputError('replicates', `must be a whole number above 0, not ${replicates}`);
  }
  const specificity = [...(options.specificities ?? Array.from({ length: 101 }, (_, i) => i / 100))];
  if (specificity.some((at) => !(at >= 0 && at <= 1))) {
    throw new StatsInputError('specificities', 'must lie between 0 and 1');
  }
  const cohort = readScored(scores, positive);
  const { nPositive, nNegative } = cohort;
  const method = statement('bootstrapRoc', { replicates });
  if (nPositive === 0 || nNegative === 0) {
    const warnings = [statement('oneClassOnly', { missing: nPositive === 0 ? 'positive' : 'negative' })];
    const none = { specificity: [], lower: [], median: [], upper: [] };
    return { method, warnings, replicates, aucLower: null, aucUpper: null, ...none };
  }
  const { size, place } = placesOf(isHigher ? cohort.scores : cohort.scores.map((score) => -score));
  const [positives, negatives] = [1, 0].map((of) => place.filter((_, i) => cohort.positive[i] === of)) as [
    Uint32Array,
    Uint32Array,
  ];
  const random = options.random ?? uniform(options.seed ?? 1);
  const counts = [new Float64Array(size), new Float64Array(size)] as const;
  const areas = new Float64Array(replicates);
  const found = specificity.map(() => new Float64Array(replicates));
  const ascending = specificity.map((_, k) => k).sort((a, b) => (specificity[b] ?? 0) - (specificity[a] ?? 0));
  const wanted = Float64Array.from(ascending, (k) => falsePositivesAt(specificity[k] ?? 0, nNegative));
  const values = new Float64Array(wanted.length);
  for (let r = 0; r < replicates; r++) {
    draw(positives, counts[0], random);
    draw(negatives, counts[1], random);
    areas[r] = walk(counts[0], counts[1], wanted, values) / (nPositive * nNegative);
    for (let i = 0; i < values.length; i++) {
      (found[ascending[i] as number] as Float64Array)[r] = (values[i] as number) / nPositive;
    }
  }
  const sorted = areas.sort();
  const tail = (1 - confidence) / 2;
  const isFixed = replicates > 1 && sorted[0] === sorted[replicates - 1];
  const columns = found.map((column) => column.sort());
  return {
    method,
    warnings: [
      ...(replicates < 1000 ? [statement('fewResamples')] : []),
      ...(isFixed ? [statement('resamplesEqual')] : []),
    ],
    replicates,
    aucLower: isFixed ? null : quantileOf(sorted, tail),
    aucUpper: isFixed ? null : quantileOf(sorted, 1 - tail),
    specificity,
    lower: columns.map((column) => quantileOf(column, tail)),
    median: columns.map((column) => quantileOf(column, 0.5)),
    upper: columns.map((column) => quantileOf(column, 1 - tail)),
  };
}

/** (1 - specificity) n, without the rounding by which 0.9 of 20 would miss the vertex at 18. */
function falsePositivesAt(specificity: number, nNegative: number): number {
  const exact = nNegative - specificity * nNegative;
  const whole = Math.round(exact);
  return Math.abs(exact - whole) < 1e-9 * nNegative ? whole : exact;
}

/**
 * Walks one curve from the strictest threshold. Into `values` go the true positives where it has these numbers of false
 * positives, ascending: on a vertical stretch the highest.
 *
 * @returns pairs in which the positive has the higher score, ties counted as half.
 */
function walk(positives: Float64Array, negatives: Float64Array, wanted: Float64Array, values: Float64Array): number {
  let [tp, fp, next, pairs] = [0, 0, 0, 0];
  for (let at = positives.length - 1; at >= 0; at--) {
    const moreTp = positives[at] as number;
    const moreFp = negatives[at] as number;
    if (moreFp > 0) {
      pairs += moreFp * (tp + moreTp / 2);
      const reached = fp + moreFp;
      while (next < wanted.length && (wanted[next] as number) < reached) {
        values[next] = tp + (((wanted[next] as number) - fp) / moreFp) * moreTp;
        next++;
      }
      fp = reached;
    }
    tp += moreTp;
  }
  values.fill(tp, next);
  return pairs;
}
