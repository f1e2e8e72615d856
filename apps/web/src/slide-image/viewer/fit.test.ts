import { describe, expect, it } from 'vitest';
import { isWhole, noInsets, wholeView } from './fit.ts';

const slide = { width: 2000, height: 1000 };

describe('wholeView', () => {
  it('is limited by the width of a tall stage, and centred in it', () => {
    // 800 / 2000 = 0.4; 400 high, so 100 above and below.
    expect(wholeView(slide, { width: 800, height: 600 }, noInsets)).toEqual({
      width: 800,
      height: 600,
      scale: 0.4,
      left: 0,
      top: 100,
    });
  });

  it('keeps clear of the tools on each side', () => {
    // 50 to 800 across and 40 to 340 down leave 750 x 300: 300 / 1000 = 0.3, so 600 wide, 75 to spare at each side.
    const view = wholeView(slide, { width: 800, height: 400 }, { top: 40, right: 0, bottom: 60, left: 50 });
    expect(view).toMatchObject({ scale: 0.3, left: 125, top: 40 });
  });

  it('uses the whole of a stage that the tools would fill', () => {
    expect(wholeView(slide, { width: 100, height: 90 }, { top: 40, right: 0, bottom: 30, left: 0 }).scale).toBe(0.05);
  });
});

describe('isWhole', () => {
  const stage = { width: 800, height: 400 };

  it('is true for a fitted view, false for a larger one and for one that was moved out', () => {
    const fitted = wholeView(slide, stage, noInsets);
    expect(isWhole(fitted, slide)).toBe(true);
    expect(isWhole({ ...fitted, scale: fitted.scale * 1.05 }, slide)).toBe(false);
    expect(isWhole({ ...fitted, left: -5 }, slide)).toBe(false);
  });
});
