import { statement } from '@haim/schema';
import { expect, test } from 'vitest';
import { NotScorable } from '../errors.ts';
import { countDropped, patchGrid } from './patches.ts';

const patch = { px: 512, micronsPerPixel: 0.25, tolerance: 0.05 };
const base = {
  width: 1600,
  height: 1100,
  micronsPerPixel: 0.25,
  patch,
  minTissueFraction: 0.25,
  tissueFraction: () => 1,
};

test('the grid has whole patches only, y before x', () => {
  const { sizePx, patches, warning } = patchGrid(base);
  expect(sizePx).toBe(512);
  expect(warning).toBeNull();
  expect(patches.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [512, 0],
    [1024, 0],
    [0, 512],
    [512, 512],
    [1024, 512],
  ]);
});

test('a 20x slide is resampled, with a warning that names both scales', () => {
  const { sizePx, warning } = patchGrid({ ...base, micronsPerPixel: 0.499 });
  expect(sizePx).toBe(257); // 512 * 0.25 / 0.499 = 256.5
  expect(warning).toEqual(statement('patchesResampled', { slide: 0.499, model: 0.25 }));
});

test('a slide within the tolerance is read unchanged', () => {
  expect(patchGrid({ ...base, micronsPerPixel: 0.262 })).toMatchObject({ sizePx: 512, warning: null });
  expect(patchGrid({ ...base, micronsPerPixel: 0.263 }).warning).not.toBeNull();
});

test('a slide too coarse to enlarge is not scorable', () => {
  expect(() => patchGrid({ ...base, micronsPerPixel: 1.01 })).toThrow(NotScorable);
  expect(patchGrid({ ...base, micronsPerPixel: 1 }).sizePx).toBe(128);
});

test('a patch belongs to the region if its centre does; background only matters inside', () => {
  const outline = [
    { x: 500, y: 0 },
    { x: 1600, y: 0 },
    { x: 1600, y: 600 },
    { x: 500, y: 600 },
  ];
  const roi = [{ outline, holes: [] }];
  const tissueFraction = (x: number) => (x >= 1024 ? 0.24 : 0.25);
  const { patches } = patchGrid({ ...base, roi, tissueFraction });
  expect(patches.map(({ reason }) => reason)).toEqual([
    'outsideRoi',
    null,
    'background',
    'outsideRoi',
    'outsideRoi',
    'outsideRoi',
  ]);
  expect(countDropped(patches)).toEqual([
    { reason: 'outsideRoi', count: 4 },
    { reason: 'background', count: 1 },
  ]);
});
