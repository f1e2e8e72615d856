import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runningOwnerUrl, startEmbeddedPostgres } from '../../../apps/api/src/db/embedded.ts';
import { prepareHome } from '../../../apps/api/src/settings.ts';
import { apiProcess } from '../large-body.ts';
import { processesOf } from '../processes.ts';
import { type StartedPortal, startPortalProcess, temporaryHome } from '../start-portal.ts';
import { SteadyWriters } from '../steady-writers.ts';

/** One kill of each kind in every test run; a longer series by PORTAL_KILLS=20, with more writers by PORTAL_WRITERS=50. */
const kills = Number(process.env['PORTAL_KILLS'] ?? 1);
const people = Number(process.env['PORTAL_WRITERS'] ?? 4);
/**
 * 15 s is the promise on a machine of its own, which the long series holds it to; the tests of every run share theirs, and
 * so may a series with PORTAL_BACK_WITHIN_S=60.
 */
const backWithinMs = 1_000 * Number(process.env['PORTAL_BACK_WITHIN_S'] ?? (process.env['PORTAL_KILLS'] ? 15 : 60));
const password = 'a password for the recovery';
/** Nothing here looks at a slide. */
const withoutSlides = { PORTAL_DEMO_PASSWORD: password, PORTAL_DEMO_SLIDES: '0' };
const isLinux = process.platform === 'linux';

async function signInAt(baseUrl: string): Promise<string> {
  const answer = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'staff.nfh@demo.local', password }),
  });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

async function atOwner<Row extends pg.QueryResultRow>(ownerUrl: string, sql: string, values: unknown[] = []) {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** What was acknowledged and is not there: patients, and sizes of which the trail has no entry of its own, in their order. */
async function lostOf(ownerUrl: string, { acknowledged, sizes }: SteadyWriters): Promise<string[]> {
  const there = await atOwner<{ code: string; size: number | null; trail: number[] }>(
    ownerUrl,
    `select p.code, (select b.tumour_size_mm::float8 from portal.baseline b where b.patient_id = p.id) as size,
       array(select (changes -> 'tumour_size_mm' ->> 1)::float8 from portal.audit_entry a
             where a.patient_id = p.id and form = 'baseline' order by a.id) as trail
     from portal.patient p where p.code = any($1)`,
    [acknowledged],
  );
  const known = new Map(there.map((one) => [one.code, one]));
  return acknowledged.filter((code) => {
    const { size, trail } = known.get(code) ?? { size: null, trail: [] };
    const taken = sizes.get(code) ?? [];
    // One more may be stored whose acknowledgement was cut off.
    const isStored = known.has(code) && size === (trail.at(-1) ?? null) && trail.length <= taken.length + 1;
    return !isStored || taken.some((mm, i) => trail[i] !== mm);
  });
}

const sizesOf = ({ sizes }: SteadyWriters): number => [...sizes.values()].reduce((sum, all) => sum + all.length, 0);

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
const supervisorOf = (home: string): number =>
  (JSON.parse(readFileSync(path.join(home, 'portal.lock'), 'utf8')) as { pid: number }).pid;
/** A part may be between two starts: the kill of another took it along. */
const partOf = async (home: string, name: RegExp): Promise<number> => {
  const find = () => childrenOf(supervisorOf(home)).find((one) => name.test(commandOf(one)));
  expect(await until(() => find() !== undefined)).toBeLessThan(backWithinMs);
  return find()!;
};
const postmasterOf = (home: string): number =>
  Number.parseInt(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8'), 10);

async function until(isSo: () => Promise<boolean> | boolean, withinMs = backWithinMs): Promise<number> {
  const began = Date.now();
  while (!(await Promise.resolve(isSo()).catch(() => false))) {
    if (Date.now() - began > withinMs) return Infinity;
    await wait(50);
  }
  return Date.now() - began;
}

const answersWith = (url: string, status: number) => async (): Promise<boolean> =>
  (await fetch(url, { redirect: 'manual' })).status === status;

describe.skipIf(!isLinux)('a part that is killed (found in /proc, so on Linux only)', () => {
  const { home, remove } = temporaryHome();
  let portal: StartedPortal;
  let writers: SteadyWriters;
  const seconds: Record<string, number[]> = {};

  beforeAll(async () => {
    portal = await startPortalProcess({ PORTAL_HOME: home, ...withoutSlides });
    writers = new SteadyWriters(portal.baseUrl, await signInAt(portal.baseUrl), 'KILL', people);
  }, 600_000);
  afterAll(async () => {
    await writers?.stop();
    portal?.process.kill('SIGTERM');
    expect(await portal?.ended).toBe(0);
    for (const [victim, all] of Object.entries(seconds))
      process.stdout.write(
        `  ${victim}: killed ${all.length} times, back after ${all.map((one) => (one / 1_000).toFixed(1)).join(', ')} s\n`,
      );
    process.stdout.write(
      `  ${people} writers: ${writers.acknowledged.length} patients and ${sizesOf(writers)} values acknowledged\n`,
    );
    remove();
  });

  const victims: [victim: string, find: () => Promise<number> | number][] = [
    [
      'a backend of PostgreSQL',
      async () => {
        const rows = await atOwner<{ pid: number }>(
          runningOwnerUrl(home)!,
          `select pid from pg_stat_activity where usename like 'portal\\_%' and pid <> pg_backend_pid() order by random() limit 1`,
        );
        return rows[0]!.pid;
      },
    ],
    ['the API', () => apiProcess(home)],
    ['PostgreSQL itself', () => postmasterOf(home)],
    ['the pages', () => partOf(home, /next/)],
    ['a worker', () => partOf(home, /worker\.ts/)],
  ];

  it.each(victims)(
    '%s: the portal is back by itself',
    async (victim, find) => {
      const supervisor = supervisorOf(home);
      for (let i = 0; i < kills; i += 1) {
        process.kill(await find(), 'SIGKILL');
        const back = Date.now();
        expect(await writers.untilOneIsTaken(backWithinMs)).toBeLessThan(backWithinMs);
        expect(await until(answersWith(`${portal.baseUrl}/sign-in`, 200))).toBeLessThan(backWithinMs);
        expect(await until(answersWith(`${portal.baseUrl}/api/health`, 200))).toBeLessThan(backWithinMs);
        await partOf(home, /worker\.ts/);
        (seconds[victim] ??= []).push(Date.now() - back);
        expect(supervisorOf(home)).toBe(supervisor);
        if (kills > 1) await wait(Math.random() * 2_000);
      }
    },
    60_000 + kills * 120_000,
  );

  it('nothing that was acknowledged is lost, and every refusal states why', async () => {
    await writers.stop();
    expect(writers.acknowledged.length).toBeGreaterThan(10 * kills);
    expect(await lostOf(runningOwnerUrl(home)!, writers)).toEqual([]);
    expect(writers.odd).toEqual([]);
  });
});

describe('an external PostgreSQL that is unavailable for a while', () => {
  const { home, remove } = temporaryHome();
  const server = temporaryHome();
  let postgres: Awaited<ReturnType<typeof startEmbeddedPostgres>>;
  let portal: StartedPortal;
  let cookie: string;

  beforeAll(async () => {
    prepareHome(server.home);
    postgres = await startEmbeddedPostgres(server.home);
    const settings = { PORTAL_HOME: home, ...withoutSlides, DATABASE_URL: postgres.ownerUrl };
    portal = await startPortalProcess(settings);
    cookie = await signInAt(portal.baseUrl);
  }, 600_000);
  afterAll(async () => {
    portal?.process.kill('SIGTERM');
    expect(await portal?.ended).toBe(0);
    await postgres?.stop();
    server.remove();
    remove();
  });

  const graphql = () =>
    fetch(`${portal.baseUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: '{"query":"{ viewer { email } }"}',
    });

  it('is reported in both languages, and the portal comes back with it', async () => {
    const { port } = postgres;
    await postgres.stop();
    const health = await fetch(`${portal.baseUrl}/api/health`);
    expect([health.status, await health.json()]).toEqual([503, { database: false }]);

    const answer = await graphql();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
    const signIn = await fetch(`${portal.baseUrl}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'staff.nfh@demo.local', password }),
    });
    expect([signIn.status, await signIn.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }]);
    const imported = await fetch(`${portal.baseUrl}/api/imports/HAIC-DEMO`, { method: 'POST', headers: { cookie } });
    expect(imported.status).toBe(503);
    const tile = await fetch(`${portal.baseUrl}/slides/x/thumbnail.jpg`, { headers: { cookie } });
    expect([tile.status, await tile.json()]).toMatchObject([503, { code: 'UNAVAILABLE' }]);

    const page = await fetch(`${portal.baseUrl}/`, { headers: { cookie, accept: 'text/html' } });
    const html = await page.text();
    expect(page.status).toBe(503);
    expect(html).toContain('The database does not answer');
    expect(html).toContain('数据库暂时没有响应');

    // An API that has to start in the meantime waits for its database, and reports it.
    if (isLinux) {
      process.kill(apiProcess(home), 'SIGKILL');
      expect(await until(answersWith(`${portal.baseUrl}/api/health`, 503))).toBeLessThan(backWithinMs);
    }
    postgres = await startEmbeddedPostgres(server.home, { port });
    expect(await until(async () => (await graphql()).ok)).toBeLessThan(backWithinMs);
    expect(await until(answersWith(`${portal.baseUrl}/sign-in`, 200))).toBeLessThan(backWithinMs);
  }, 300_000);
});

/** A file system of its own with little room, or why there is none. */
function mountSmallDisk(folder: string, megabytes: number): string | null {
  mkdirSync(folder, { recursive: true });
  const { status, stderr, error } = spawnSync(
    'mount',
    ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', folder],
    { encoding: 'utf8' },
  );
  return status === 0 ? null : (stderr || error?.message || 'mount failed').trim();
}

/** Takes all the room that is left. */
function fill(folder: string): void {
  const filler = openSync(path.join(folder, 'filler'), 'w');
  for (let size = 1 << 20; size > 0; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(filler, Buffer.alloc(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }
  closeSync(filler);
}

describe.skipIf(!isLinux)('a disk without room (a small one is mounted, so on Linux only)', () => {
  const { home, remove } = temporaryHome();
  let refusal: string | null = null;
  let portal: StartedPortal;
  let writers: SteadyWriters;

  beforeAll(async () => {
    refusal = mountSmallDisk(home, 700);
    if (refusal !== null) return;
    portal = await startPortalProcess({ PORTAL_HOME: home, ...withoutSlides });
    writers = new SteadyWriters(portal.baseUrl, await signInAt(portal.baseUrl), 'DISK');
  }, 600_000);
  afterAll(async () => {
    if (refusal === null) {
      await writers?.stop();
      portal?.process.kill('SIGTERM');
      const code = await portal?.ended;
      spawnSync('umount', ['-l', home]);
      expect(code).toBe(0);
    }
    remove();
  });

  it(
    'keeps the portal up or brings it back as soon as there is room, with nothing lost',
    async ({ skip }) => {
      skip(refusal !== null, `no small disk can be mounted here: ${refusal}`);
      const supervisor = supervisorOf(home);
      for (let i = 0; i < kills; i += 1) {
        await writers.untilOneIsTaken(backWithinMs);
        fill(home);
        const { bavail, bsize } = statfsSync(home);
        expect(bavail * bsize).toBe(0);
        await wait(2_000);
        // A part that has to start while there is no room for a line of its log.
        process.kill(apiProcess(home), 'SIGKILL');
        expect(
          await until(async () => (await fetch(`${portal.baseUrl}/api/health`)).status > 0),
          'the API answers, whatever it says',
        ).toBeLessThan(backWithinMs);
        await wait(1_000);
        rmSync(path.join(home, 'filler'));
        const back = await writers.untilOneIsTaken(backWithinMs);
        process.stdout.write(`  the disk's room: back after ${(back / 1_000).toFixed(1)} s\n`);
        expect(back).toBeLessThan(backWithinMs);
        expect(await until(answersWith(`${portal.baseUrl}/sign-in`, 200))).toBeLessThan(backWithinMs);
        expect(supervisorOf(home)).toBe(supervisor);
      }
      await writers.stop();
      expect(await lostOf(runningOwnerUrl(home)!, writers)).toEqual([]);
      expect(readdirSync(home)).toContain('log');
      expect(processesOf(home).length).toBeGreaterThan(4);
    },
    120_000 + kills * 60_000,
  );
});
