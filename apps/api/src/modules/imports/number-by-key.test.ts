import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { NumberByKey } from './number-by-key.ts';

const keyOf = (i: number) => hash('sha256', String(i)).slice(0, 32);

it('finds every number by its key and none by another, through all that it grows', () => {
  const map = new NumberByKey();
  for (let i = 0; i < 20_000; i += 1) map.set(keyOf(i), 2 * i);
  for (let i = 0; i < 20_000; i += 1) expect(map.get(keyOf(i))).toBe(2 * i);
  for (let i = 20_000; i < 21_000; i += 1) expect(map.get(keyOf(i))).toBeUndefined();
  expect(map.size).toBe(20_000);
});

it('keeps the last number of a key, in the place where the key came first', () => {
  const map = new NumberByKey();
  for (const i of [3, 1, 2]) map.set(keyOf(i), i);
  map.set(keyOf(3), 0);
  expect(map.get(keyOf(3))).toBe(0);
  expect([...map.keysInBatches(2)]).toEqual([[keyOf(3), keyOf(1)], [keyOf(2)]]);
  expect([...map.keysInBatches(2, (value) => value > 0)]).toEqual([[keyOf(1), keyOf(2)]]);
});

it('tells keys apart that differ in any one of their digits, of which most lie at one place', () => {
  const map = new NumberByKey();
  const keys = Array.from({ length: 32 }, (_, i) => `${'7'.repeat(i)}f${'7'.repeat(31 - i)}`);
  keys.forEach((key, i) => map.set(key, i));
  expect(keys.map((key) => map.get(key))).toEqual(keys.map((_, i) => i));
  expect(map.get('7'.repeat(32))).toBeUndefined();
  expect([...map.keysInBatches(100)]).toEqual([keys]);
});

it('keeps zeros at the beginning of a word', () => {
  const map = new NumberByKey();
  map.set('0000000a00000000000000010000000f', 1);
  expect([...map.keysInBatches(1)]).toEqual([['0000000a00000000000000010000000f']]);
});
