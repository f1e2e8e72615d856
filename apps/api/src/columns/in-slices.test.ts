import { expect, it } from 'vitest';
import { inSlices, type Steps } from './in-slices.ts';

it('long work is done to its end while it is wanted, and goes no further once it is not', async () => {
  let steps = 0;
  function* work(most: number): Steps<string> {
    for (; steps < most; steps++) yield;
    return 'done';
  }
  expect(await inSlices(work(3))).toBe('done');
  await expect(inSlices(work(1_000_000_000), () => steps < 10)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(steps).toBe(10);
});
