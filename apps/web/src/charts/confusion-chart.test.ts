import { describe, expect, it } from 'vitest';
import { contrast, rampColour, shadeOf } from './confusion-chart-shade.ts';

describe('shadeOf', () => {
  it('starts and ends with the colours of the ramp and clamps beyond it', () => {
    expect(shadeOf(0).fill).toBe('#f7fbff');
    expect(shadeOf(1).fill).toBe('#6baed6');
    expect(shadeOf(1.2).fill).toBe('#6baed6');
  });

  it('uses one ink for all cells, with a contrast of 7:1 or more on each', () => {
    for (let step = 0; step <= 1000; step += 1) {
      const share = step / 1000;
      expect(shadeOf(share).text).toBe('#000000');
      expect(contrast(rampColour(share), [0, 0, 0]), `share ${share}`).toBeGreaterThanOrEqual(7);
    }
  });
});

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
    expect(contrast([8, 81, 156], [8, 81, 156])).toBe(1);
  });
});
