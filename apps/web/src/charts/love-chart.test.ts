import { describe, expect, it } from 'vitest';
import { loveAxis, type LoveLine } from './love-chart-data.ts';

const line = (crude: number | null, weighted: number | null): LoveLine => ({
  id: 'x',
  kind: 'number',
  name: 'x',
  crude,
  weighted,
  spoken: 'x',
});

describe('the axis of a plot of balance', () => {
  it('reaches beyond the largest difference of either sign, and shows twice the limit at least', () => {
    expect(loveAxis([line(-0.31, 0.02)], 0.1).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(loveAxis([line(0.01, null)], 0.1).ticks).toEqual([0, 0.1, 0.2]);
    expect(loveAxis([], 0.1).ticks).toEqual([0, 0.1, 0.2]);
  });

  it('has few marks, however far it reaches', () => {
    const { ticks, most } = loveAxis([line(2.35, 0.4)], 0.1);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(most).toBeGreaterThan(2.35);
  });
});
