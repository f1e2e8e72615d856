import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

const never = new AbortController().signal;

function held() {
  let release: () => void = () => undefined;
  const work = () => new Promise<void>((done) => (release = done));
  return { work, release: () => release() };
}

it('does no more at once than it may, and the others in their order', async () => {
  const turns = new Turns(1);
  const first = held();
  const done: string[] = [];
  const all = [
    turns.take(first.work, never).then(() => done.push('first')),
    turns.take(async () => done.push('second'), never),
    turns.take(async () => done.push('third'), never),
  ];
  await wait(5);
  expect({ done, isBusy: turns.isBusy }).toEqual({ done: [], isBusy: true });
  first.release();
  await Promise.all(all);
  expect(done.toSorted()).toEqual(['first', 'second', 'third']);
  expect(done.indexOf('second')).toBeLessThan(done.indexOf('third'));
  expect(turns.isBusy).toBe(false);
});

it('passes the turn on after work that failed', async () => {
  const turns = new Turns(1);
  await expect(turns.take(() => Promise.reject(new Error('stuck')), never)).rejects.toThrow('stuck');
  await expect(turns.take(async () => 'next', never)).resolves.toBe('next');
});

it('leaves out who has gone while waiting', async () => {
  const turns = new Turns(1);
  const first = held();
  const running = turns.take(first.work, never);
  const leaving = new AbortController();
  const second = turns.take(async () => 'second', leaving.signal);
  const third = turns.take(async () => 'third', never);
  leaving.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  first.release();
  await running;
  await expect(third).resolves.toBe('third');
  expect(turns.isBusy).toBe(false);
});
