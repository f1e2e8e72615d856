import { describe, expect, it } from 'vitest';
import { patchCounts, patchRectangles } from './patch-rectangles.ts';

const patches = {
  sizePx: 512,
  x: [0, 512, 1024, 0],
  y: [0, 0, 0, 512],
  reason: [null, 'blurred', 'background', 'background'],
};

describe('patchRectangles', () => {
  it('converts level-0 pixels to screen pixels', () => {
    const screen = { scale: 0.25, left: 10, top: 20, width: 1000, height: 1000 };
    expect(patchRectangles(patches, screen)).toEqual([
      { left: 10, top: 20, size: 128, reason: null },
      { left: 138, top: 20, size: 128, reason: 'blurred' },
      { left: 266, top: 20, size: 128, reason: 'background' },
      { left: 10, top: 148, size: 128, reason: 'background' },
    ]);
  });

  it('omits patches outside the screen', () => {
    // One to one, moved left by 600: the first column ends at -88, the second reaches to 424.
    const screen = { scale: 1, left: -600, top: 0, width: 400, height: 300 };
    expect(patchRectangles(patches, screen).map(({ left }) => left)).toEqual([-88]);
  });
});

describe('patchCounts', () => {
  it('lists kept patches first, then the reasons by count', () => {
    expect(patchCounts(patches)).toEqual([
      { reason: null, count: 1 },
      { reason: 'background', count: 2 },
      { reason: 'blurred', count: 1 },
    ]);
  });

  it('reports zero kept if none was', () => {
    expect(patchCounts({ sizePx: 1, x: [0], y: [0], reason: ['blurred'] })[0]).toEqual({ reason: null, count: 0 });
  });
});
