import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import reference from '../../reference/planning.json' with { type: 'json' };
import { kaplanMeier } from './kaplan-meier.ts';
import { restrictedMeanDifference, restrictedMean } from './restricted-mean.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('restrictedMeanDifference', () => {
  const { time, status, trt, at } = cases.rmst;

  const curveOf = (arm: number) =>
    kaplanMeier(
      time.flatMap((days, i) => (trt[i] === arm ? [{ days, event: status[i] === 1 }] : [])),
      { confType: 'log' },
    );

  it.each(at)('equals that of two survfits at $tau days', ({ tau, difference, se, lower, upper, p }) => {
    const result = restrictedMeanDifference(curveOf(1), curveOf(2), tau);
    close(result.difference, difference);
    close(result.stdErr, se);
    close(result.lower, lower);
    close(result.upper, upper);
    close(result.pValue, p);
  });
});

describe('restrictedMean', () => {
  it('warns without an event, since a variance of 0 is not certainty', () => {
    const days = [400, 500, 600].map((day) => ({ days: day, event: false }));
    expect(restrictedMean(kaplanMeier(days), 365).warnings).toEqual([statement('noSpreadOfArea')]);
  });
});
