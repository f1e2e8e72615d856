import { describe, expect, it } from 'vitest';
import { contrast, rampColour, shadeOf } from './confusion-chart-shade.ts';

describe('shadeOf', () => {
  it('begins and ends at the ramp and clamps beyond it', () => {
    expect(shadeOf(0).fill).toBe('#f7fbff');
    expect(shadeOf(1).fill).toBe('#08519c');
    expect(shadeOf(1.2).fill).toBe('#08519c');
  });

  it('gives every cell text of at least 4.5:1', () => {
    for (let step = 0; step <= 1000; step += 1) {
      const share = step / 1000;
      const text = shadeOf(share).text === '#000000' ? ([0, 0, 0] as const) : ([255, 255, 255] as const);
      expect(contrast(rampColour(share), text), `share ${share}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('uses black on light and white on dark', () => {
    expect(shadeOf(0.1).text).toBe('#000000');
    expect(shadeOf(1).text).toBe('#ffffff');
  });
});

describe('contrast', () => {
  it('is 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
    expect(contrast([8, 81, 156], [8, 81, 156])).toBe(1);
  });
});
