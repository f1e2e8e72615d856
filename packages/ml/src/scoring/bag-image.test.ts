import { expect, test } from 'vitest';
import { bagImage } from './bag-image.ts';

const bag = { rows: 'patches' as const, order: 'y,x' as const, channels: 1 as const };
const resize = (height: number, width: number, antialias: boolean) => ({
  ...bag,
  resize: { height, width, method: 'bilinear' as const, antialias },
});

test('resizing to the same size changes nothing', async () => {
  const image = await bagImage(Float32Array.from([1, 2, 3, 4, 5, 6]), 3, resize(2, 3, true));
  expect([...image]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('two columns become four, with a quarter and three quarters between them', async () => {
  const image = await bagImage(Float32Array.from([0, 4]), 2, resize(1, 4, false));
  expect([...image]).toEqual([0, 1, 3, 4]);
});

test('a single row fills every row of the image', async () => {
  const image = await bagImage(Float32Array.from([7, 9]), 2, resize(3, 2, true));
  expect([...image]).toEqual([7, 9, 7, 9, 7, 9]);
});

test('shrinking uses two columns without antialiasing, and all of them with it', async () => {
  const row = Float32Array.from([8, 0, 0, 0, 0, 0, 0, 0]);
  // Eight to two: centres at 2 and 6. Plain bilinear averages columns 1 and 2, so the 8 is never seen.
  expect([...(await bagImage(row, 8, resize(1, 2, false)))]).toEqual([0, 0]);
  // The widened triangle reaches 4 to each side: weights 1 - |j + 0.5 - 2| / 4 = 5 7 7 5 3 1 (eighths), sum 28.
  const [left, right] = await bagImage(row, 8, resize(1, 2, true));
  expect(left).toBeCloseTo((8 * 5) / 28, 6);
  expect(right).toBeCloseTo(0, 6);
});
