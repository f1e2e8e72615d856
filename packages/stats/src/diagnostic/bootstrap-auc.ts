import { statement, type Statement } from '@haim/schema';
import { checkConfidence } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { placesOf } from '../numerics/ranks.ts';
import { quantileOf } from '../numerics/samples.ts';
import { checkDirection, type Outcome, readScored, type ScoreDirection } from '../numerics/scored.ts';

export interface BootstrapOptions {
  readonly direction: ScoreDirection;
  /** Resamples, default 2000. */
  readonly replicates?: number;
  /** Starts the generator; the same seed gives the same interval. Default 1. */
  readonly seed?: number;
  /** Uniform numbers in [0, 1) from elsewhere, in place of `seed`. */
  readonly random?: () => number;
  /** Two-sided coverage, default 0.95. */
  readonly confidence?: number;
}

export interface BootstrapAuc {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly nPositive: number;
  readonly nNegative: number;
  readonly direction: ScoreDirection;
  readonly replicates: number;
  /** Of the sample itself; null, like the fields below, if a class is empty. */
  readonly auc: number | null;
  /** Standard deviation of the resampled areas. */
  readonly stdErr: number | null;
  /** Percentiles of the resampled areas; null, with a warning, if every resample has the same area. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Percentile bootstrap interval of an AUC; positives and negatives are drawn separately, so that their numbers stay
 * fixed.
 *
 * @param scores - [n] finite.
 * @param positive - [n] truth.
 * @param options - `direction`; `replicates`, default 2000; `seed` or `random`; `confidence`, default 0.95.
 * @returns limits by R's type 7 quantiles of the resampled areas.
 * @throws StatsInputError on unequal lengths, no subject, a non-finite score, an unknown direction or no replicate.
 *
 * Source: Efron & Tibshirani 1993; Carpenter & Bithell 2000.
 * Checked against: reference/roc-more.R (pROC::auc of the same resamples; ci.auc draws them alike).
 * Common wrong use: on scores whose model was chosen on the same subjects; the resamples repeat that choice's optimism.
 */
export function bootstrapAuc(scores: ArrayLike<number>, positive: Outcome, options: BootstrapOptions): BootstrapAuc {
  const direction = checkDirection(options.direction);
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const replicates = options.replicates ?? 2000;
  if (!Number.isSafeInteger(replicates) || replicates < 1) {
    throw new StatsInputError('replicates', `must be a whole number above 0, not ${replicates}`);
  }
  const cohort = readScored(scores, positive);
  const { nPositive, nNegative } = cohort;
  const head = {
    method: statement('bootstrapAuc'),
    n: nPositive + nNegative,
    nPositive,
    nNegative,
    direction,
    replicates,
  };
  if (nPositive === 0 || nNegative === 0) {
    const warnings = [statement('oneClassOnly', { missing: nPositive === 0 ? 'positive' : 'negative' })];
    return { ...head, warnings, auc: null, stdErr: null, lower: null, upper: null };
  }
  const { size, place } = placesOf(
    direction === 'higher-is-positive' ? cohort.scores : cohort.scores.map((score) => -score),
  );
  const places = [place.filter((_, i) => cohort.positive[i] === 1), place.filter((_, i) => cohort.positive[i] === 0)];
  const [positives, negatives] = places as [Uint32Array, Uint32Array];
  const random = options.random ?? uniform(options.seed ?? 1);
  const counts = [new Float64Array(size), new Float64Array(size)] as const;
  const areas = new Float64Array(replicates);
  for (let r = 0; r < replicates; r++) {
    draw(positives, counts[0], random);
    draw(negatives, counts[1], random);
    areas[r] = areaOf(counts[0], counts[1]) / (nPositive * nNegative);
  }
  countInto(counts[0], positives);
  countInto(counts[1], negatives);
  const mean = areas.reduce((sum, area) => sum + area, 0) / replicates;
  const squares = areas.reduce((sum, area) => sum + (area - mean) ** 2, 0);
  const sorted = areas.sort();
  const tail = (1 - confidence) / 2;
  // Classes that do not overlap in the sample do not overlap in any resample: that says nothing certain about the next
  // sample.
  const isFixed = replicates > 1 && sorted[0] === sorted[replicates - 1];
  return {
    ...head,
    warnings: [
      ...(replicates < 1000 ? [statement('fewResamples')] : []),
      ...(isFixed ? [statement('resamplesEqual')] : []),
    ],
    auc: areaOf(counts[0], counts[1]) / (nPositive * nNegative),
    stdErr: replicates > 1 ? Math.sqrt(squares / (replicates - 1)) : null,
    lower: isFixed ? null : quantileOf(sorted, tail),
    upper: isFixed ? null : quantileOf(sorted, 1 - tail),
  };
}

export function draw(places: Uint32Array, counts: Float64Array, random: () => number): void {
  counts.fill(0);
  const n = places.length;
  for (let i = 0; i < n; i++) {
    const at = places[(random() * n) | 0] as number;
    counts[at] = (counts[at] as number) + 1;
  }
}

/** How often each place occurs. */
function countInto(counts: Float64Array, places: Uint32Array): void {
  counts.fill(0);
  for (const at of places) counts[at] = (counts[at] as number) + 1;
}

/** Pairs in which the positive has the higher score, ties counted as half. */
function areaOf(positives: Float64Array, negatives: Float64Array): number {
  let [below, pairs] = [0, 0];
  for (let at = 0; at < positives.length; at++) {
    const here = negatives[at] as number;
    pairs += (positives[at] as number) * (below + here / 2);
    below += here;
  }
  return pairs;
}

/** Marsaglia's xorshift on 32 bits, with the seed scrambled first so that neighbouring seeds do not start alike. */
export function uniform(seed: number): () => number {
  if (!Number.isSafeInteger(seed)) throw new StatsInputError('seed', `must be a whole number, not ${seed}`);
  let state = Math.imul((seed >>> 0) ^ 0x9e3779b9, 0x85ebca6b) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
