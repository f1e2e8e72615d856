import { describe, expect, it } from 'vitest';
import reference from '../../reference/evaluation.json' with { type: 'json' };
import { bootstrapAuc } from './bootstrap-auc.ts';
import { bootstrapRoc } from './bootstrap-roc.ts';
import { StatsInputError } from '../numerics/errors.ts';

const { cases } = reference;
const outcome = cases.outcome as (0 | 1)[];
const direction = 'higher-is-positive' as const;
/** The generator of the R script. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return (state + 0.5) / 2 ** 32;
  };
}

describe('bootstrapRoc', () => {
  it.each(cases.bands)('has the band of pROC on the same $replicates resamples', (wanted) => {
    const { replicates, specificity: specificities, seed } = wanted;
    const found = bootstrapRoc(wanted.score, outcome, { direction, replicates, specificities, random: uniform(seed) });
    for (const name of ['lower', 'median', 'upper'] as const) {
      found[name].forEach((value, i) => expect(value, `${name} ${i}`).toBeCloseTo(wanted[name][i]!, 10));
    }
    expect(found.aucLower).toBeCloseTo(wanted.aucLimits[0]!, 10);
    expect(found.aucUpper).toBeCloseTo(wanted.aucLimits[1]!, 10);
  });

  it('draws as bootstrapAuc does, is reproducible, and is mirrored when the score is negated', () => {
    const score = cases.bands[0]!.score;
    const found = bootstrapRoc(score, outcome, { direction });
    const { lower, upper } = bootstrapAuc(score, outcome, { direction });
    expect([found.aucLower, found.aucUpper]).toEqual([lower, upper]);
    expect(found.specificity).toHaveLength(101);
    expect([found.lower[0], found.upper.at(-1)]).toEqual([1, expect.any(Number)]);
    const negated = score.map((value) => -value);
    const mirrored = bootstrapRoc(negated, outcome, { direction: 'lower-is-positive' });
    expect(mirrored.upper).toEqual(found.upper);
  });

  it('takes the top of a vertical stretch, also at 0.9 of 20 negatives, which is not exact in binary', () => {
    const negatives = Array.from({ length: 20 }, (_, i) => i);
    const scores = [...negatives, 17.5, 17.5, 30];
    const positive = [...negatives.map(() => 0), 1, 1, 1] as (0 | 1)[];
    // Every draw takes the middle of its class: with one value a class the curve is a corner.
    const found = bootstrapRoc(scores, positive, {
      direction,
      replicates: 1,
      specificities: [0.9, 0, 1],
      random: () => 0.5,
    });
    expect([found.specificity, found.median]).toEqual([
      [0.9, 0, 1],
      [1, 1, 1],
    ]);
  });

  it('has no band without both classes, and refuses specificities outside 0 to 1', () => {
    expect(bootstrapRoc([1, 2], [1, 1], { direction })).toMatchObject({ lower: [], aucLower: null });
    expect(() => bootstrapRoc([1, 2], [1, 0], { direction, specificities: [1.1] })).toThrow(StatsInputError);
  });
});
