import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inBatches, oneAhead } from './read-ahead.ts';

/** Numbers from 0, noting what happens to them; -1 is a record that cannot be read. */
async function* numbers(upTo: number, seen: string[], broken = -1): AsyncGenerator<number, void> {
  try {
    for (let i = 0; i < upTo; i += 1) {
      if (i === broken) throw new Error(`number ${i} cannot be read`);
      seen.push(`read ${i}`);
      yield i;
      await turn();
    }
  } finally {
    seen.push('closed');
  }
}

it('reads the next item while the caller works, and none beyond it', async () => {
  const seen: string[] = [];
  for await (const i of oneAhead(numbers(3, seen))) {
    for (let n = 0; n < 5; n += 1) await turn();
    seen.push(`worked on ${i}`);
  }
  expect(seen).toEqual(['read 0', 'read 1', 'worked on 0', 'read 2', 'worked on 1', 'closed', 'worked on 2']);
});

it('closes the source where the caller stops early', async () => {
  const seen: string[] = [];
  for await (const i of oneAhead(numbers(9, seen))) if (i === 1) break;
  expect(seen.at(-1)).toBe('closed');
  expect(seen).not.toContain('read 4');
});

it('reports a failure where its item would have come, after the caller has had those before it', async () => {
  const worked: number[] = [];
  const reading = async () => {
    for await (const i of oneAhead(numbers(9, [], 2))) {
      // Longer than it takes the source to fail: a rejection that nobody awaits would end the process.
      for (let n = 0; n < 5; n += 1) await turn();
      worked.push(i);
    }
  };
  await expect(reading()).rejects.toThrow('number 2 cannot be read');
  expect(worked).toEqual([0, 1]);
});

it('lets the caller’s own failure through and closes the source', async () => {
  const seen: string[] = [];
  const reading = async () => {
    for await (const i of oneAhead(numbers(9, seen))) if (i === 0) throw new Error('the row is refused');
  };
  await expect(reading()).rejects.toThrow('the row is refused');
  expect(seen.at(-1)).toBe('closed');
});

it('gathers five hundred records, then what is left', async () => {
  const sizes: number[] = [];
  for await (const batch of inBatches(numbers(1_001, []), (i) => i)) sizes.push(batch.length);
  expect(sizes).toEqual([500, 500, 1]);
  for await (const batch of inBatches(numbers(0, []), (i) => i)) expect(batch).toBeNull();
});
