import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Machine, type Machines, noMachines, openMachines } from './machines.fixture.ts';

/** How often the series is repeated; it takes some minutes and is no part of the usual tests. */
const times = Number(process.env['PORTAL_MACHINES'] ?? 0);
const reason = times > 0 ? noMachines() : 'PORTAL_MACHINES=1 makes the machines';

/*
 * Database, portal, two workers and an object store, each on a machine of its own. Slides lie in the store, models are copied
 * to the workers. Each test leaves every machine plugged in and working.
 */
describe.skipIf(reason !== null)(`several machines${reason === null ? '' : ` (${reason})`}`, () => {
  const password = 'several-machines-2026!';
  let folder: string;
  let machines: Machines;
  let database: Machine;
  let api: Machine;
  let workers: readonly [Machine, Machine];
  let owner: pg.Pool;
  let base: string;
  let cookie = '';
  let startWorker: (at: Machine) => void;
  let startPortal: () => void;

  const patience = 600_000;

  async function until<T>(what: string, look: () => Promise<T | null | false>, withinMs = patience): Promise<T> {
    for (const end = Date.now() + withinMs; Date.now() < end; await wait(250)) {
      const found = await look().catch(() => null);
      if (found) return found;
    }
    throw new Error(`not within ${withinMs / 1_000} s: ${what}`);
  }

  async function ask<Data>(query: string, variables: object = {}, withinMs = 20_000): Promise<Data> {
    const answer = await fetch(`${base}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(withinMs),
    });
    const { data, errors } = (await answer.json()) as { data?: Data; errors?: unknown };
    if (!data || errors) throw new Error(`${answer.status} ${JSON.stringify(errors)}`);
    return data;
  }

  const health = async (): Promise<number> =>
    (await fetch(`${base}/api/health`, { signal: AbortSignal.timeout(6_000) })).status;

  interface Run {
    readonly id: string;
    readonly status: string;
    readonly stage: string | null;
    readonly done: number | null;
    readonly attempts: number;
    readonly prps: number | null;
  }

  const runOf = async (id: string): Promise<Run> =>
    (await ask<{ inference: Run }>(`{ inference(id: "${id}") { id status stage done attempts prps } }`)).inference;
  const inTheMiddle = async (id: string) => {
    const run = await runOf(id);
    return run.stage === 'features' && run.done! > 0 ? run : null;
  };
  const ended = (id: string) =>
    until(`the end of ${id}`, async () => {
      const run = await runOf(id);
      return ['done', 'failed', 'cancelled'].includes(run.status) ? run : null;
    });
  /** How often the trail says that a run ended: a run that two workers finish would be there twice. */
  async function endsOf(id: string): Promise<number> {
    const { rows } = await owner.query<{ n: number }>(
      `select count(*)::int as n from portal.audit_entry
       where form = 'inference' and record_id = $1 and changes -> 'status' ->> 1 in ('done', 'failed', 'cancelled')`,
      [id],
    );
    return rows[0]!.n;
  }

  let slides: readonly string[] = [];
  let next = 0;
  /** A run of a slide that no worker has features of. */
  async function startRun(): Promise<string> {
    const slide = slides[next++ % slides.length]!;
    for (const worker of workers) rmSync(path.join(folder, worker.name, 'bags'), { recursive: true, force: true });
    const { runInference } = await ask<{ runInference: { id: string } }>(
      `mutation { runInference(slideId: "${slide}", modelId: "haim", provider: cpu) { id } }`,
    );
    return runInference.id;
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'portal-machines-'));
    const at = (name: string) => path.join(folder, name);
    machines = openMachines(folder);
    const store = machines.add('store');
    database = machines.add('db');
    api = machines.add('api');
    workers = [machines.add('w1'), machines.add('w2')];

    const ready = (machine: Machine, pattern: RegExp) =>
      until(`${machine.name} is ready`, async () =>
        pattern.exec(readFileSync(path.join(folder, `${machine.name}.log`), 'utf8')),
      );
    const loader = ['--import', './bin/typescript.mjs'];
    const own = 'test/e2e/own-portals';
    store.start([...loader, `${own}/store-machine.ts`, at('objects'), store.address], {});
    database.start([...loader, `${own}/database-machine.ts`, at('db'), database.address], {});
    await ready(store, /READY/);
    const [, ownerUrl] = await ready(database, /READY (\S+)/);
    owner = new pg.Pool({ connectionString: ownerUrl!, max: 2, keepAlive: true });
    owner.on('error', () => undefined);

    const bucket = {
      ...{ PORTAL_SLIDES: 's3://pathology/haim', PORTAL_S3_ENDPOINT: `http://${store.address}:9000` },
      ...{ AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'us-east-1' },
    };
    base = `http://${api.address}:3000`;
    const portal = {
      ...{ PORTAL_HOME: at('api'), DATABASE_URL: ownerUrl!, PORTAL_WORKERS: '0', PORTAL_DEMO_PASSWORD: password },
      ...{ PORTAL_HOST: '0.0.0.0', PORTAL_PORT: '3000', PORTAL_URL: base, ...bucket },
    };
    startPortal = () => void api.start(['bin/bootstrap.mjs', 'start'], portal);
    startPortal();
    await ready(api, / Ready\n/);
    const address = (await api.run(['bin/bootstrap.mjs', 'portal', 'worker', '--address'], portal)).trim();
    startWorker = (machine) =>
      void machine.start(['bin/bootstrap.mjs', 'portal', 'worker'], {
        ...{ PORTAL_HOME: at(machine.name), PORTAL_WORKER_DATABASE: address.split('\n').at(-1)!, ...bucket },
      });

    const signedIn = await fetch(`${base}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base },
      body: JSON.stringify({ email: 'investigator@demo.local', password }),
    });
    cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    slides = await until('slides are drawn', async () => {
      const { slides: all, models } = await ask<{
        slides: { id: string; file: { sha256: string } | null }[];
        models: { usable: boolean }[];
      }>('{ models { usable } slides(study: "HAIC-DEMO") { id file { sha256 } } }');
      const drawn = all.filter(({ file }) => file !== null).map(({ id }) => id);
      return drawn.length >= 24 && models.some(({ usable }) => usable) ? drawn : null;
    });
    for (const worker of workers)
      cpSync(path.join(at('api'), 'models'), path.join(at(worker.name), 'models'), { recursive: true });
  }, patience);

  afterAll(async () => {
    await owner?.end().catch(() => undefined);
    machines?.remove();
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  describe.each(Array.from({ length: Math.max(1, times) }, (_, i) => i + 1))('series %i', () => {
    it(
      'a worker’s machine is unplugged in the middle of a run: the other one takes it over, once',
      async () => {
        const [first, second] = workers;
        second.cutPower();
        if (next === 0) startWorker(first);
        const id = await startRun();
        await until('the run is under way', () => inTheMiddle(id));
        first.unplug();
        startWorker(second);
        const end = await ended(id);
        expect(end).toMatchObject({ status: 'done', attempts: 2 });
        first.plug();
        // What it had computed meanwhile counts for nothing.
        await wait(5_000);
        expect(await runOf(id)).toEqual(end);
        expect(await endsOf(id)).toBe(1);
      },
      patience,
    );

    it(
      'the database is cut off and comes back: nothing is lost, and every run is finished once',
      async () => {
        const ids = [await startRun(), await startRun(), await startRun()];
        await until('a run is under way', () => inTheMiddle(ids[0]!));
        database.unplug();
        await until('the portal says so', async () => (await health()) === 503, 30_000);
        const asked = Date.now();
        await expect(ask('{ viewer { email } }', {}, 60_000)).rejects.toThrow(/503|UNAVAILABLE/);
        expect(Date.now() - asked).toBeLessThan(30_000);
        await wait(10_000);
        database.plug();
        await until('the portal is back', async () => (await health()) === 200, 60_000);
        for (const id of ids) {
          expect(await ended(id)).toMatchObject({ status: 'done' });
          expect(await endsOf(id)).toBe(1);
        }
      },
      patience,
    );

    it(
      'the portal loses its power under load: what it acknowledged is there, and runs go on',
      async () => {
        const id = await startRun();
        const list = `H${Date.now()}`;
        const acknowledged: string[] = [];
        let isOver = false;
        const writing = Array.from({ length: 8 }, async (_, writer) => {
          for (let n = 0; !isOver; n++) {
            const name = `${list}-${writer}-${n}`;
            const saved = await ask<{ saveCohort: { name: string } }>(
              `mutation ($name: String!) { saveCohort(study: "HAIC-DEMO", kind: RULE, cohort: { name: $name, description: "", selection: { ageYearsMin: 40 } }) { name } }`,
              { name },
            ).catch(() => null);
            if (saved) acknowledged.push(name);
            else await wait(100);
          }
        });
        await wait(3_000);
        api.cutPower();
        const before = acknowledged.length;
        startPortal();
        await until('the portal is back', async () => (await health()) === 200);
        await until('somebody saves again', async () => acknowledged.length > before);
        isOver = true;
        await Promise.all(writing);
        expect(before).toBeGreaterThan(0);
        const { rows } = await owner.query<{ name: string }>(
          `select name from portal.saved_cohort where name like $1`,
          [`${list}-%`],
        );
        const kept = new Set(rows.map(({ name }) => name));
        expect(acknowledged.filter((name) => !kept.has(name))).toEqual([]);
        expect(await ended(id)).toMatchObject({ status: 'done' });
        expect(await endsOf(id)).toBe(1);
      },
      patience,
    );
  });
});
