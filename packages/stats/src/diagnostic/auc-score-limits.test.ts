import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/auc-score-limits.json' with { type: 'json' };
import { aucScoreLimits } from './auc-score-limits.ts';
import { bootstrapAuc } from './bootstrap-auc.ts';
import { delongPaired, delongUnpaired } from './delong.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { roc } from './roc.ts';

const direction = 'higher-is-positive' as const;
const apart = { scores: [0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1], positive: [1, 1, 1, 1, 0, 0, 0, 0] as (0 | 1)[] };
const mixed = [0.9, 0.1, 0.7, 0.6, 0.4, 0.3, 0.2, 0.8];

describe('aucScoreLimits', () => {
  it.each(reference.cases)('solves the published equation: $auc of $nPositive and $nNegative', (wanted) => {
    const { auc, nPositive, nNegative, confidence, limits } = wanted;
    const [lower, upper] = aucScoreLimits(auc, nPositive, nNegative, confidence);
    expect(lower).toBeCloseTo(limits[0]!, 10);
    expect(upper).toBeCloseTo(limits[1]!, 10);
  });

  it.each([
    [-0.1, 4, 4],
    [NaN, 4, 4],
    [1, 0, 4],
    [1, 4, 2.5],
  ])('refuses an area of %s with %s and %s', (auc, nPositive, nNegative) => {
    expect(() => aucScoreLimits(auc, nPositive, nNegative)).toThrow(StatsInputError);
  });
});

describe('an area whose variance is 0 by DeLong', () => {
  const fourAndFour = (auc: number) => reference.cases.find((one) => one.auc === auc && one.nPositive === 4)!.limits;

  it.each([
    ['1, apart', apart.scores, 1, statement('classesDoNotOverlap', { area: 1 })],
    [
      '0, apart the wrong way round',
      apart.scores.map((score) => -score),
      0,
      statement('classesDoNotOverlap', { area: 0 }),
    ],
    ['1/2, the same score in everybody', apart.scores.map(() => 3), 0.5, statement('placementsDoNotVary')],
  ])('has the limits of Newcombe, a name for them and a warning: %s', (_, scores, auc, warning) => {
    const found = roc(scores, apart.positive, { direction });
    expect(found).toMatchObject({
      auc,
      aucStdErr: 0,
      method: statement('rocNewcombe'),
    });
    expect(found.aucLower).toBeCloseTo(fourAndFour(auc)[0]!, 10);
    expect(found.aucUpper).toBeCloseTo(fourAndFour(auc)[1]!, 10);
    expect(found.warnings).toEqual([warning]);
  });

  it('keeps the limits of DeLong, without a warning, one pair of scores further', () => {
    const found = roc([0.9, 0.8, 0.7, 0.35, 0.4, 0.3, 0.2, 0.1], apart.positive, { direction });
    // By hand: placements 1, 1, 1, 3/4 and 3/4, 1, 1, 1, each of variance 1/64; half of it over 4, twice.
    expect(found.aucStdErr).toBeCloseTo(Math.sqrt(1 / 64 / 4 + 1 / 64 / 4), 14);
    expect(found).toMatchObject({ auc: 15 / 16, method: statement('rocDelong'), warnings: [], aucUpper: 1 });
  });

  it('is compared with another area with a warning, paired or not', () => {
    const { scores, positive } = apart;
    const paired = delongPaired(scores, mixed, positive, { direction });
    // pROC 1.18.0, roc.test of these curves: Z = 1.5, p = 0.1336, limits -0.114991 and 0.864991; and no warning.
    expect(paired).toMatchObject({ statistic: 1.5, warnings: [statement('areaWithoutVariance')] });
    expect(paired.lower).toBeCloseTo(-0.114991, 6);
    const unpaired = delongUnpaired(apart, { scores: mixed, positive }, { direction });
    expect(unpaired.warnings).toEqual(paired.warnings);
    expect(delongPaired(mixed, mixed.toReversed().map(Math.sqrt), positive, { direction }).warnings).toEqual([]);
  });

  it('has no bootstrap limits, since the classes of every resample are separated too', () => {
    const found = bootstrapAuc(apart.scores, apart.positive, { direction, replicates: 1000 });
    expect(found).toMatchObject({ auc: 1, lower: null, upper: null });
    expect(found.warnings).toEqual([statement('resamplesEqual')]);
  });
});
