import { kaplanMeier } from '@haim/stats';
import { describe, expect, it } from 'vitest';
import { readCurves, restrictedMeans } from './survival-months.ts';

const curveOf = (label: string, ...days: number[]) => ({
  label,
  curve: kaplanMeier(days.map((one) => ({ days: one, event: true }))),
});
/** One of two dies on day 10 and the other on day 20; of the others both on day 20. */
const curves = [curveOf('HAIC', 10, 20), curveOf('HTI', 20, 20)];

describe('restricted means', () => {
  it('are areas under the curves, and their difference is comparison minus reference', () => {
    // 10 days at 1 and 10 days at a half; 20 days at 1.
    const { groups, difference } = restrictedMeans(curves, 20);
    expect(groups.map(({ label, meanDays }) => [label, meanDays])).toEqual([
      ['HAIC', 15],
      ['HTI', 20],
    ]);
    expect(difference).toMatchObject({ reference: 'HAIC', comparison: 'HTI', differenceDays: 5 });
  });

  it('have no difference of one group or of three, and nobody has none', () => {
    expect(restrictedMeans(curves.slice(1), 20).difference).toBeNull();
    expect(restrictedMeans([...curves, curveOf('C', 5)], 20).difference).toBeNull();
    expect(restrictedMeans([], 20)).toMatchObject({ groups: [], difference: null });
  });
});

it('curves are read at the days that are asked for', () => {
  const [first] = readCurves(curves, [9, 10, 15]);
  expect(first?.readings.map(({ days, atRisk, survival }) => [days, atRisk, survival])).toEqual([
    [9, 2, 1],
    [10, 2, 0.5],
    [15, 1, 0.5],
  ]);
});
