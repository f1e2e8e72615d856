import { describe, expect, it } from 'vitest';
import reference from '../../reference/roc-more.json' with { type: 'json' };
import { bootstrapAuc } from './bootstrap-auc.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { roc } from './roc.ts';

const { cases } = reference;
const outcome = cases.outcome as (0 | 1)[];
const close = (actual: number | null | undefined, wanted: number) => expect(actual).toBeCloseTo(wanted, 10);
/** The generator of the R script. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return (state + 0.5) / 2 ** 32;
  };
}

describe('bootstrapAuc', () => {
  it.each(cases.bootstrap)('has the percentiles of pROC on the same $replicates resamples', (wanted) => {
    const options = { direction: 'higher-is-positive', replicates: wanted.replicates } as const;
    const result = bootstrapAuc(wanted.score, outcome, { ...options, random: uniform(wanted.seed) });
    close(result.auc, wanted.auc);
    close(result.stdErr, wanted.se);
    close(result.lower, wanted.limits[0]!);
    close(result.upper, wanted.limits[1]!);
    expect(result.warnings).toHaveLength(1);
  });

  it('is reproducible, is near DeLong, and is mirrored when the score is negated', () => {
    const score = cases.bootstrap[0]!.score;
    const result = bootstrapAuc(score, outcome, { direction: 'higher-is-positive' });
    expect(bootstrapAuc(score, outcome, { direction: 'higher-is-positive' })).toEqual(result);
    expect(bootstrapAuc(score, outcome, { direction: 'higher-is-positive', seed: 2 }).lower).not.toBe(result.lower);
    const { aucLower, aucUpper, aucStdErr } = roc(score, outcome, { direction: 'higher-is-positive' });
    expect(result.lower).toBeCloseTo(aucLower!, 1);
    expect(result.upper).toBeCloseTo(aucUpper!, 1);
    expect(result.stdErr! / aucStdErr!).toBeCloseTo(1, 0);
    const turned = bootstrapAuc(
      score.map((value) => -value),
      outcome,
      { direction: 'lower-is-positive' },
    );
    expect(turned.lower).toBeCloseTo(result.lower!, 12);
  });

  it('has no limits with one subject in each class, which every resample repeats', () => {
    const result = bootstrapAuc([2, 1], [1, 0], { direction: 'higher-is-positive' });
    // Always the same area: no limits, and not 1 to 1.
    expect(result).toMatchObject({ auc: 1, stdErr: 0, lower: null, upper: null });
    expect(bootstrapAuc([2, 1], [1, 1], { direction: 'higher-is-positive' })).toMatchObject({ auc: null, lower: null });
    expect(() => bootstrapAuc([2, 1], [1, 0], { direction: 'higher-is-positive', replicates: 0 })).toThrow(
      StatsInputError,
    );
    expect(() => bootstrapAuc([2, 1], [1, 0], { direction: 'higher-is-positive', seed: 0.5 })).toThrow(StatsInputError);
  });
});
