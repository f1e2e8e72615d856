import { statement, type Statement } from '@haim/schema';
import { criticalValue, normalTwoSided } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type Outcome, readScored } from '../numerics/scored.ts';

export interface Improvement {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly pValue: number | null;
}

export interface Reclassified {
  /** Subjects of one class: called positive by neither, by b alone, by a alone, by both. */
  readonly neither: number;
  readonly up: number;
  readonly down: number;
  readonly both: number;
}

export interface Reclassification {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** From a to b, at their thresholds. */
  readonly ofPositives: Reclassified;
  readonly ofNegatives: Reclassified;
  /** Of positives, those called so by b alone less those by a alone, per positive. */
  readonly netOfPositives: Improvement;
  /** Of negatives, those no longer called positive by b less those newly called so, per negative. */
  readonly netOfNegatives: Improvement;
  /** Sum of the two shares. */
  readonly net: Improvement;
  /** The same where any rise or fall of the score counts. */
  readonly continuous: Improvement;
  /** Gain in the mean score of positives less that of negatives. */
  readonly integrated: Improvement;
}

/**
 * How a second score classifies the same subjects differently: net reclassification at two thresholds and without
 * any, and integrated discrimination improvement.
 *
 * @param a - [n] scores of the first; @param b - [n] of the second, on one scale.
 * @param positive - [n] truth.
 * @param thresholds - from which each calls positive.
 * @returns from a to b, with Pencina's standard errors; null where a class is empty.
 * @throws StatsInputError on unequal lengths, no subject, a non-finite score or threshold.
 *
 * Source: Pencina et al. 2008, 2011.
 * Checked against: reference/evaluation.R (formulas on aSAH).
 * Common wrong use: as evidence for a new marker; these statistics are positive for useless markers too often (Hilden &
 * Gerds 2014; Pepe et al. 2015), and IDI depends on calibration. Prefer the difference of areas and net benefit.
 */
export function reclassification(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  positive: Outcome,
  thresholds: { readonly a: number; readonly b: number },
  { confidence = 0.95 }: { confidence?: number } = {},
): Reclassification {
  const z = criticalValue(confidence);
  const first = readScored(a, positive, 'a');
  const second = readScored(b, positive, 'b');
  for (const side of ['a', 'b'] as const) {
    if (!Number.isFinite(thresholds[side])) throw new StatsInputError(`thresholds.${side}`, 'must be finite');
  }
  const of = (kind: 0 | 1) => {
    const entries = [...first.positive.keys()].filter((i) => first.positive[i] === kind);
    return { a: entries.map((i) => first.scores[i] as number), b: entries.map((i) => second.scores[i] as number) };
  };
  const [positives, negatives] = [of(1), of(0)];
  const method = statement('reclassification');
  const ofPositives = moved(positives, thresholds);
  const ofNegatives = moved(negatives, thresholds);
  if (positives.a.length === 0 || negatives.a.length === 0) {
    const none: Improvement = { estimate: null, lower: null, upper: null, pValue: null };
    const warnings = [statement('oneClassOnly', { missing: positives.a.length === 0 ? 'positive' : 'negative' })];
    const nothing = { netOfPositives: none, netOfNegatives: none, net: none, continuous: none, integrated: none };
    return { method, warnings, ofPositives, ofNegatives, ...nothing };
  }
  const p = shares(ofPositives.up, ofPositives.down, positives.a.length);
  const q = shares(ofNegatives.down, ofNegatives.up, negatives.a.length);
  const [anyP, anyQ] = [directions(positives), directions(negatives)];
  const cp = shares(anyP.up, anyP.down, positives.a.length);
  const cq = shares(anyQ.down, anyQ.up, negatives.a.length);
  const [gainP, gainQ] = [differences(positives), differences(negatives)];
  return {
    method,
    warnings: [statement('reclassificationMisleads')],
    ofPositives,
    ofNegatives,
    netOfPositives: tested(p.net, p.variance, z),
    netOfNegatives: tested(q.net, q.variance, z),
    net: tested(p.net + q.net, p.variance + q.variance, z),
    continuous: tested(cp.net + cq.net, cp.variance + cq.variance, z),
    integrated: tested(gainP.mean - gainQ.mean, gainP.variance + gainQ.variance, z),
  };
}

interface Pair {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

function moved({ a, b }: Pair, thresholds: { readonly a: number; readonly b: number }): Reclassified {
  const found = { neither: 0, up: 0, down: 0, both: 0 };
  a.forEach((value, i) => {
    const [before, after] = [value >= thresholds.a, (b[i] as number) >= thresholds.b];
    found[before ? (after ? 'both' : 'down') : after ? 'up' : 'neither']++;
  });
  return found;
}

function directions({ a, b }: Pair): { up: number; down: number } {
  return {
    up: a.filter((value, i) => (b[i] as number) > value).length,
    down: a.filter((value, i) => (b[i] as number) < value).length,
  };
}

/** Pencina's variance under the hypothesis of no net movement. */
function shares(better: number, worse: number, n: number): { net: number; variance: number } {
  return { net: (better - worse) / n, variance: (better + worse) / n ** 2 };
}

function differences({ a, b }: Pair): { mean: number; variance: number } {
  const gains = a.map((value, i) => (b[i] as number) - value);
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  return { mean, variance: gains.length > 1 ? squares / (gains.length - 1) / gains.length : Number.NaN };
}

function tested(estimate: number, variance: number, z: number): Improvement {
  if (!(variance > 1e-20)) return { estimate, lower: null, upper: null, pValue: null };
  const stdErr = Math.sqrt(variance);
  return {
    estimate,
    lower: estimate - z * stdErr,
    upper: estimate + z * stdErr,
    pValue: normalTwoSided(estimate / stdErr),
  };
}
