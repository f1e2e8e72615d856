import { describe, expect, it } from 'vitest';
import { heldOutRocs, summarise } from './cross-validate.ts';

const positive = [true, true, true, true, false, false, false, false];
const held = (attention: readonly number[], mean: readonly number[]) =>
  attention.map((score, i) => ({ attention: score, mean: mean[i] ?? 0 }));
const how = { folds: 4, repeats: 2 };

/** Twelve of sixteen pairs are in order: 0.4 is below 0.6, 0.5 and 0.45, and 0.7 above all; 0.55 is below 0.6. */
const fair = [0.9, 0.7, 0.55, 0.4, 0.6, 0.5, 0.45, 0.1];

describe('attention beside mean pooling', () => {
  it('has the areas that pairs give when they are counted, and their difference', () => {
    const found = summarise(held(fair, [0.9, 0.8, 0.7, 0.1, 0.6, 0.5, 0.4, 0.3]), positive, how);
    // Of the mean: 0.1 is below all four negatives, the other three are above all.
    expect([found.attention.auc, found.mean.auc]).toEqual([12 / 16, 12 / 16]);
    expect(found).toMatchObject({ difference: 0, n: 8, nPositive: 4, ...how });
    expect(found.method.values).toEqual({ folds: 4, repeats: 2, n: 8 });
  });

  it('is called better, worse or open by the limits of the difference alone', () => {
    // Many slides: attention orders all but a few pairs, mean pooling is a coin.
    const many = Array.from({ length: 200 }, (_, i) => i % 2 === 0);
    const good = many.map((one, i) => (one ? 0.6 : 0.4) + ((i * 37) % 100) / 400);
    const coin = many.map((_, i) => ((i * 61) % 199) / 199);
    const verdict = (a: readonly number[], b: readonly number[], labels = many) =>
      summarise(held(a, b), labels, how).verdict;
    expect(verdict(good, coin)).toMatchObject({ code: 'attentionBesideMean', values: { finding: 'better' } });
    expect(verdict(coin, good)).toMatchObject({ code: 'attentionBesideMean', values: { finding: 'worse' } });
    const small = verdict(fair, [0.9, 0.8, 0.7, 0.1, 0.6, 0.5, 0.4, 0.3], positive);
    expect(small).toMatchObject({ code: 'attentionBesideMean', values: { finding: 'open', difference: 0 } });
  });

  it('is not tested where both heads order the slides alike, and not compared where a class is missing', () => {
    expect(summarise(held(fair, fair), positive, how).verdict.code).toBe('attentionBesideMeanUntested');
    const one = positive.map(() => true);
    expect(summarise(held(fair, fair), one, how)).toMatchObject({
      difference: null,
      verdict: { code: 'attentionNotCompared' },
    });
  });

  it('has curves from no slide called positive to all of them', () => {
    const { attention } = heldOutRocs(held(fair, fair), positive);
    expect(attention.thresholds[0]).toBeNull();
    expect(attention.thresholds.at(-1)).toBeNull();
    expect([attention.sensitivity[1], attention.specificity[1]]).toEqual([0.25, 1]);
    expect(attention.sensitivity.toSorted((a, b) => a - b)).toEqual(attention.sensitivity);
  });
});
