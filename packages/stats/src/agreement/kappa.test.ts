import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { cohenKappa } from './kappa.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('cohenKappa', () => {
  it.each(['none', 'linear', 'quadratic'] as const)('agrees with R, weights %s', (weights) => {
    const result = cohenKappa(cases.kappa.table, { weights });
    close(result.kappa, cases.kappa[weights].kappa);
    close(result.stdErr, cases.kappa[weights].se);
  });

  it('is (7/10 - 1/2) / (1/2) by hand', () => {
    expect(
      cohenKappa([
        [4, 1],
        [2, 3],
      ]).kappa,
    ).toBeCloseTo(0.4, 14);
  });

  it('is null if both readers always gave the same answer', () => {
    expect(
      cohenKappa([
        [9, 0],
        [0, 0],
      ]),
    ).toMatchObject({ kappa: null, stdErr: null });
    expect(() =>
      cohenKappa([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toThrow(StatsInputError);
  });

  it('has no limits for perfect agreement', () => {
    expect(
      cohenKappa([
        [4, 0],
        [0, 4],
      ]),
    ).toMatchObject({
      kappa: 1,
      lower: null,
      upper: null,
      warnings: [statement('readersAgreeOnAll')],
    });
  });

  // By hand: observed 2/3 = expected 2/3 · 1, so that kappa is 0; the variance of Fleiss, Cohen & Everitt is (2/3)² - (2/3)² = 0.
  it.each([
    [
      'second',
      [
        [2, 0],
        [1, 0],
      ],
    ],
    [
      'first',
      [
        [2, 1],
        [0, 0],
      ],
    ],
  ])('is 0 without limits where the %s reader used one category only', (_, table) => {
    const result = cohenKappa(table);
    expect(result).toMatchObject({ lower: null, upper: null, warnings: [statement('readerOfOneCategory')] });
    expect(result.kappa).toBeCloseTo(0, 14);
    expect(result.stdErr).toBeCloseTo(0, 7);
  });
});
