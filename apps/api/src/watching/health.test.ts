import { expect, it, vi } from 'vitest';
import { backupOf, clockOf, diskOf, queueOf, replicaOf, workersOf } from './checks.ts';
import { ClockWatch } from './clock-watch.ts';
import { type Checks, Health, isBelow, type Seen } from './health.ts';
import { routeKind } from './route-kind.ts';

const ok: Seen = { level: 'ok', reason: 'answers' };
const all = (own: Partial<Checks> = {}): Checks => ({
  ...{ database: () => ok, queue: () => ok, workers: () => ok, disk: () => ok },
  ...{ replica: () => ok, backup: () => ok, clock: () => ok, certificate: () => ok, ...own },
});

it('looks at everything at once, and again after two seconds', async () => {
  const database = vi.fn(() => ok);
  let now = 0;
  const health = new Health(all({ database }), () => now);
  expect((await health.look()).map(({ name }) => name)).toEqual(
    'database replica queue workers disk backup clock certificate'.split(' '),
  );
  await health.look();
  expect(database).toHaveBeenCalledTimes(1);
  now = 2_001;
  await health.look();
  expect(database).toHaveBeenCalledTimes(2);
});

it('a look that fails, or does not end, is what it would say of something that is gone', async () => {
  vi.useFakeTimers();
  const health = new Health(
    all({
      database: () => Promise.reject(new Error('refused')),
      queue: () => new Promise(() => undefined),
    }),
  );
  const looked = health.look();
  await vi.advanceTimersByTimeAsync(3_001);
  vi.useRealTimers();
  const checks = await looked;
  expect([checks[0], checks[2]]).toEqual([
    { name: 'database', level: 'failing', reason: 'doesNotAnswer' },
    { name: 'queue', level: 'failing', reason: 'cannotBeRead' },
  ]);
  expect([isBelow(checks, 'failing'), isBelow([ok], 'warning')]).toEqual([false, true]);
});

it.each([
  ['nothing waits', [], 'ok', 'empty'],
  ['some wait while one is under way', [{ waiting: 9, active: 1, oldestSeconds: 9_000 }], 'ok', 'moves'],
  ['some have waited for a moment', [{ waiting: 1, active: 0, oldestSeconds: 119 }], 'ok', 'moves'],
  ['some wait and nothing is under way', [{ waiting: 1, active: 0, oldestSeconds: 121 }], 'warning', 'stuck'],
])('queue: %s', (_, queue, level, reason) => expect(queueOf(queue)).toMatchObject({ level, reason }));

it.each([
  [0, 'ok', 'follows'],
  [63e6, 'ok', 'follows'],
  [65e6, 'warning', 'behind'],
])('replica: %d bytes behind', (bytes, level, reason) => expect(replicaOf(bytes)).toMatchObject({ level, reason }));

it.each([
  [1, 1, 0, 'ok', 'seen'],
  [2, 1, 0, 'warning', 'fewer'],
  [1, 0, 3, 'failing', 'nobodyWorks'],
  [0, 0, 3, 'failing', 'nobodyWorks'],
  [0, 0, 0, 'none', 'elsewhere'],
  [0, 2, 3, 'ok', 'seen'],
])('workers: %i expected, %i alive, %i runs waiting', (expected, alive, waiting, level, reason) =>
  expect(workersOf(expected, alive, waiting)).toMatchObject({ level, reason }),
);

it.each([
  [0.9e9, 1e12, 'failing', 'full'],
  [9e9, 1e11, 'warning', 'low'],
  [40e9, 1e12, 'warning', 'low'],
  [60e9, 1e12, 'ok', 'enough'],
])('disk: %d free of %d', (free, of, level, reason) => expect(diskOf(free, of)).toMatchObject({ level, reason }));

const day = 24 * 3_600_000;
const now = Date.parse('2026-11-30T12:00:00Z');
const ago = (days: number): Date => new Date(now - days * day);
const good = (days: number) => ({
  ...{ at: ago(days).toISOString(), place: '/b', bytes: 1, digest: '0'.repeat(64), withSlides: false },
  ...{ isEncrypted: false, seconds: 1, why: 'schedule' as const },
});
const failed = (days: number) => ({ at: ago(days).toISOString(), reason: 'no space' });
const schedule = { place: '/b', at: '02:00', keep: '7d' };

it.each([
  ['none was asked for', null, null, null, 'none', 'notSetUp'],
  ['none was made yet', null, null, schedule, 'warning', 'never'],
  ['one of yesterday', good(0.9), null, schedule, 'ok', 'recent'],
  ['one of yesterday, made by hand', good(0.9), null, null, 'ok', 'recent'],
  ['one of long ago', good(3), null, schedule, 'warning', 'old'],
  ['the last one failed', good(1), failed(0.1), schedule, 'warning', 'failed'],
  ['one after that was good', good(0.1), failed(1), schedule, 'ok', 'recent'],
])('backup: %s', (_, lastGood, lastFailure, wanted, level, reason) =>
  expect(backupOf({ lastGood, lastFailure, schedule: wanted, oldAfterHours: 48 }, new Date(now))).toMatchObject({
    level,
    reason,
  }),
);

it.each([
  [0.2, null, 'ok', 'agrees'],
  [-61, null, 'warning', 'differs'],
  [0, { at: ago(0.5), seconds: -3_600 }, 'warning', 'wasSet'],
  [0, { at: ago(1.5), seconds: -3_600 }, 'ok', 'agrees'],
])('clock: the database is %d s ahead, last set %o', (difference, step, level, reason) =>
  expect(clockOf(difference, step, now)).toMatchObject({ level, reason }),
);

it('a clock that jumps is noticed, forward and back, and one that runs is not', () => {
  const at = { wall: now, steady: 0 };
  const watch = new ClockWatch({ wall: () => at.wall, steady: () => at.steady });
  const pass = (wall: number, steady: number): void => {
    at.wall += wall;
    at.steady += steady;
    watch.look();
  };
  pass(10_000, 10_000);
  // A machine that was busy looks late; both clocks went on.
  pass(60_000, 60_000);
  expect(watch.lastStep()).toBeNull();
  pass(10_000 + 3_600_000, 10_000);
  expect(watch.lastStep()).toEqual({ at: new Date(at.wall), seconds: 3_600 });
  pass(10_000 - 120_000, 10_000);
  expect(watch.lastStep()?.seconds).toBe(-120);
  watch.close();
});

it.each([
  ['/graphql', 'graphql'],
  ['/graphql/stream?x=1', 'events'],
  ['/health/ready?level=warning', 'health'],
  ['/api/health', 'health'],
  ['/api/auth/sign-in/email', 'signIn'],
  ['/api/uploads/abc', 'uploads'],
  ['/api/imports/HAIC-DEMO', 'imports'],
  ['/api/studies/HAIC-DEMO/exports', 'files'],
  ['/slides/1/dzi/9/1_1.jpg', 'tiles'],
  ['/slides/1/thumbnail.jpg', 'slides'],
  ['/_next/static/a.js', 'scripts'],
  ['/studies/HAIC-DEMO/patients/SYN-0001', 'pages'],
])('%s is of the kind %s', (url, kind) => expect(routeKind({ url })).toBe(kind));
