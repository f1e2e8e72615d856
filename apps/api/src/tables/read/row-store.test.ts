import { expect, it } from 'vitest';
import { RowStore } from './row-store.ts';

it('gives back every row in its order, however often, and keeps them in less than they take', () => {
  const store = new RowStore<{ n: number; text: string }>();
  const row = (n: number) => ({ n, text: `第 ${n} 行\n"${'x'.repeat(n % 50)}"` });
  for (let n = 0; n < 30_000; n += 1) store.append(row(n));
  expect(store.size).toBe(30_000);
  for (let time = 0; time < 2; time += 1) {
    let n = 0;
    for (const one of store.rows()) {
      expect(one).toEqual(row(n));
      n += 1;
    }
    expect(n).toBe(30_000);
  }
  const whole = JSON.stringify([...store.rows()]).length;
  expect(store.bytes).toBeLessThan(whole / 4);
});
