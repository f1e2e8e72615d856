import { expect, test } from 'vitest';
import { pixels } from '../hand-made.fixture.ts';
import { patchQuality, qualityFault } from './quality.ts';

const settings = { minTissueFraction: 0.25, whiteSaturation: 5, blackMean: 50, minLaplacianVariance: 60 };

test('one bright pixel has Laplacian -400 on it and +100 beside it', () => {
  const rgb = pixels(4, 3, (x, y) => (x === 1 && y === 1 ? [100, 100, 100] : [0, 0, 0]));
  const quality = patchQuality(rgb, 4, 3);
  // Inner pixels (1,1) and (2,1): mean -150, each 250 away from it.
  expect(quality.laplacianVariance).toBeCloseTo(62_500, 1);
  expect(quality.meanRgb).toBeCloseTo(100 / 12, 10);
  expect(quality.meanSaturation).toBe(0);
});

test('saturation is 255 (max - min) / max', () => {
  const quality = patchQuality(
    pixels(3, 3, () => [200, 100, 150]),
    3,
    3,
  );
  expect(quality.meanSaturation).toBeCloseTo(127.5, 10);
  expect(quality.meanRgb).toBeCloseTo(150, 10);
  expect(quality.laplacianVariance).toBeCloseTo(0, 6);
});

test('each fault has its own name, white and black before blurred', () => {
  const good = { meanSaturation: 40, meanRgb: 150, laplacianVariance: 500 };
  expect(qualityFault(good, settings)).toBeNull();
  expect(qualityFault({ ...good, meanSaturation: 4.9, laplacianVariance: 0 }, settings)).toBe('white');
  expect(qualityFault({ ...good, meanRgb: 49.9, laplacianVariance: 0 }, settings)).toBe('black');
  expect(qualityFault({ ...good, laplacianVariance: 59.9 }, settings)).toBe('blurred');
});
