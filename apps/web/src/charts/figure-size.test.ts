import { describe, expect, it } from 'vitest';
import { drawnWidthPx, pageSizePt, sizeInDots, sizeInMm } from './figure-size.ts';

describe('the size of a printed figure', () => {
  const drawn = { width: 785, height: 471 };

  // 180 mm / 25.4 x 600 = 4251.97, and so on.
  it('in dots is that of its width and density', () => {
    expect(sizeInDots(drawn, 180, 600)).toEqual({ width: 4252, height: 2551 });
    expect(sizeInDots(drawn, 180, 300).width).toBe(2126);
    expect(sizeInDots(drawn, 114, 600).width).toBe(2693);
    expect(sizeInDots(drawn, 85, 600).width).toBe(2008);
  });

  it('leaves the smallest words, of 11 px, with 7 pt or more', () => {
    for (const widthMm of [85, 114, 180]) {
      const pointsPerPixel = ((widthMm / 25.4) * 72) / drawnWidthPx(widthMm);
      expect(11 * pointsPerPixel, `${widthMm} mm`).toBeGreaterThanOrEqual(7);
    }
  });

  it('is in points on a page and in millimetres in an svg', () => {
    // 180 mm are 510.236 pt; 471/785 is 0.6.
    expect(pageSizePt(drawn, 180).map((pt) => Number(pt.toPrecision(6)))).toEqual([510.236, 306.142]);
    expect(sizeInMm(drawn, 180)).toEqual({ width: '180mm', height: '108mm' });
  });
});
