import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepRunning, type Running } from './keep-running.ts';

class Fake implements Running {
  private readonly ending = Promise.withResolvers<string>();
  readonly ended = this.ending.promise;
  isStopped = false;

  end(how: string): void {
    this.ending.resolve(how);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.ending.resolve('stopped');
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 0 }));
afterEach(() => void vi.useRealTimers());

/** Everything that is due to happen without time passing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function keeping(start: () => Fake = () => new Fake()) {
  const started = [new Fake()];
  const said: string[] = [];
  const pauses: number[] = [];
  let goOn: () => void = () => undefined;
  const kept = keepRunning(
    'api',
    started[0]!,
    () => {
      const next = start();
      started.push(next);
      return next;
    },
    (line) => said.push(line),
    (ms, signal) =>
      new Promise<void>((resolve) => {
        pauses.push(ms);
        goOn = resolve;
        signal.addEventListener('abort', () => resolve());
      }),
  );
  const pass = async () => {
    goOn();
    await settle();
  };
  return { started, said, pauses, kept, pass };
}

it('a part that ends is restarted soon, and later and later while it keeps ending', async () => {
  const { started, said, pauses, pass } = keeping();
  for (let i = 0; i < 7; i += 1) {
    started.at(-1)!.end('exit code 1');
    await settle();
    expect(started).toHaveLength(i + 1);
    await pass();
    expect(started).toHaveLength(i + 2);
  }
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  expect(said[0]).toBe('The api ended (exit code 1); it starts again in 0.25 s.');
  // It ran for a while: the pause is short again.
  vi.setSystemTime(10_001);
  started.at(-1)!.end('signal SIGKILL');
  await settle();
  expect(pauses.at(-1)).toBe(250);
});

it('the pause counts from the start of the part that ended', async () => {
  const { started, pauses, pass } = keeping();
  for (let i = 0; i < 6; i += 1) {
    started.at(-1)!.end('exit code 1');
    await settle();
    await pass();
  }
  // The next pause is of 8 s, of which it ran five; then, of another, nine.
  vi.setSystemTime(5_000);
  started.at(-1)!.end('signal SIGKILL');
  await settle();
  await pass();
  vi.setSystemTime(14_000);
  started.at(-1)!.end('signal SIGKILL');
  await settle();
  expect(pauses.slice(-2)).toEqual([3_000, 250]);
});

it('a start that fails is retried', async () => {
  let tries = 0;
  const { started, said, pass } = keeping(() => {
    tries += 1;
    if (tries < 3) throw new Error('no room on the disk');
    return new Fake();
  });
  started[0]!.end('exit code 1');
  await settle();
  for (let i = 0; i < 3; i += 1) await pass();
  expect(tries).toBe(3);
  expect(started).toHaveLength(2);
  expect(said[1]).toMatch(/could not be started \(no room on the disk\)/);
});

it('a stop ends what runs, starts nothing more, and does not wait out a pause', async () => {
  const running = keeping();
  await running.kept.stop();
  expect(running.started[0]!.isStopped).toBe(true);
  expect(running.said).toEqual([]);

  const pausing = keeping();
  pausing.started[0]!.end('exit code 1');
  await settle();
  await pausing.kept.stop();
  await pausing.pass();
  expect(pausing.started).toHaveLength(1);
});
