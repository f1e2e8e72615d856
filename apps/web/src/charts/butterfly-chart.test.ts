import { describe, expect, it } from 'vitest';
import {
  barsOf,
  fitsBeyond,
  type ButterflyPicture,
  type ButterflyRow,
  mostPercent,
  mostPoints,
  percentTicks,
} from './butterfly-chart-data.ts';
import { groupStyle } from './series-style.ts';

const side = (anyGrade: number | null, gradeThreeOrMore: number | null) => ({ anyGrade, gradeThreeOrMore });
const row = (
  left: ButterflyRow['left'],
  right: ButterflyRow['right'],
  limits?: readonly [number, number],
): ButterflyRow => ({
  id: 'term:Fever',
  name: 'Fever',
  left,
  right,
  difference: limits ? { estimate: 0, lower: limits[0], upper: limits[1] } : null,
});
const picture = (...rows: readonly ButterflyRow[]): ButterflyPicture => {
  const group = { name: 'A', style: groupStyle(0, 'light') };
  return { rows, left: group, right: group };
};

describe('the butterfly', () => {
  it('stacks mild on severe grades, the reference below 0', () => {
    expect(barsOf(row(side(0.5, 0.25), side(0.75, 0)))).toMatchObject({
      leftSevere: -25,
      leftMild: -25,
      rightSevere: 0,
      rightMild: 75,
    });
    // A share that is a bound is not drawn.
    expect(barsOf(row(side(null, null), side(null, null)))).toMatchObject({ leftMild: -0, rightMild: 0 });
    expect(barsOf(row(null, side(0.1, 0.1)))).toMatchObject({ leftSevere: -0, rightSevere: 10, rightMild: 0 });
  });

  it('has axes that are alike on both sides and never empty', () => {
    expect(mostPercent(picture())).toBe(10);
    expect(mostPercent(picture(row(side(0.3, 0), side(0.01, 0))))).toBe(30);
    expect(mostPercent(picture(row(side(0.3001, 0), side(0.01, 0))))).toBe(40);
    expect(mostPercent(picture(row(side(1, 0), side(0.01, 0))))).toBe(100);
    expect(percentTicks(30, true)).toEqual([-30, -20, -10, 0, 10, 20, 30]);
    expect(percentTicks(100, false)).toEqual([0, 25, 50, 75, 100]);
  });

  it('has room for every limit of a difference', () => {
    expect(mostPoints(picture(row(side(0, 0), side(0, 0))))).toBe(10);
    expect(mostPoints(picture(row(side(0, 0), side(0, 0), [-0.221, 0.1])))).toBe(30);
  });

  it('has its shares inside bars that end near the edge: nothing beyond the edge is seen', () => {
    expect(fitsBeyond(0, 112)).toBe(true);
    // 56.6 of 60 on a telephone.
    expect(fitsBeyond((112 * 56.6) / 60, 112)).toBe(false);
    expect(fitsBeyond((300 * 30) / 60, 300)).toBe(true);
  });
});
