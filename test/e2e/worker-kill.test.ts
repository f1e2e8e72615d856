import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { runningOwnerUrl } from '../../apps/api/src/db/embedded.ts';
import { databaseUrls } from '../../apps/api/src/supervisor/prepare-database.ts';
import { typescriptLoader } from '../../apps/api/src/typescript-loader.ts';
import { ask, portal } from './portal.fixture.ts';
import { processesOf } from './processes.ts';
import {
  drawnSlidesOf,
  follow,
  lastOf,
  type Run,
  type SlideUnderTest,
  startRun,
  workerFile,
  workers,
} from './slides.fixture.ts';
import { environment, repositoryRoot } from './start-portal.ts';

/** Two in every test run; a longer series by PORTAL_KILLS=20. */
const kills = Number(process.env['PORTAL_KILLS'] ?? 2);

const investigator = 'investigator@demo.local';

let slides: SlideUnderTest[];

async function theWorker(): Promise<number> {
  for (const end = Date.now() + 30_000; Date.now() < end; await wait(100)) {
    const [pid] = workers();
    if (pid !== undefined) return pid;
  }
  throw new Error('no worker');
}

async function runsOf(slideId: string): Promise<Run[]> {
  const { data } = await ask<{ slide: { inferences: Run[] } }>(
    investigator,
    `{ slide(id: "${slideId}") { inferences { id status prps attempts } } }`,
  );
  return data!.slide.inferences;
}

const halfWritten = (): string[] =>
  ['bags', 'slides'].flatMap((folder) =>
    readdirSync(path.join(portal().home, folder)).filter((name) => name.includes('.part')),
  );

/** The processes that a process started: its decoders. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** How many of these processes live, as soon as none does or after a while. */
async function leftAlive(pids: readonly number[], withinMs: number): Promise<number> {
  const alive = () => pids.filter((pid) => processesOf(portal().home).includes(pid)).length;
  for (const end = Date.now() + withinMs; Date.now() < end && alive() > 0;) await wait(100);
  return alive();
}

/** Follows a run until it computes features, and a little longer. */
async function untilInTheMiddle(id: string, longerMs: number): Promise<void> {
  for await (const run of follow(investigator, id)) if (run.stage === 'features' && run.done! > 0) break;
  await wait(longerMs);
}

describe.skipIf(process.platform !== 'linux')(
  'a worker that ends in the middle (found in /proc, so on Linux only)',
  () => {
    beforeAll(async () => {
      slides = (await drawnSlidesOf(investigator)).filter(({ centre }) => centre === 'FAHSYU');
    }, 300_000);

    it('by kill -9 at any moment: its run is retried and has one result', async () => {
      const slide = slides[0]!;
      const { id } = await startRun(investigator, slide.id);
      await untilInTheMiddle(id, Math.random() * 1_000);
      const killed = await theWorker();
      process.kill(killed, 'SIGKILL');
      const killedAt = Date.now();
      let retakenAfterMs = Infinity;
      let end: Run | null = null;
      for await (const run of follow(investigator, id)) {
        if (run.attempts === 2) retakenAfterMs = Math.min(retakenAfterMs, Date.now() - killedAt);
        end = run;
      }
      expect(end).toMatchObject({ status: 'done', attempts: 2 });
      expect(retakenAfterMs).toBeLessThan(60_000);
      expect(workers()).not.toContain(killed);
      expect(await runsOf(slide.id)).toEqual([{ id, status: 'done', prps: end!.prps, attempts: 2 }]);
      expect(halfWritten()).toEqual([]);
      // What was computed twice is what is computed once.
      const again = await lastOf(investigator, (await startRun(investigator, slide.id)).id);
      expect(again).toMatchObject({ status: 'done', prps: end!.prps, attempts: 1 });
    }, 300_000);

    it(`by kill -9 at ${kills} random points of a job: each is done once, and nothing of it is left`, async () => {
      const slide = slides[0]!;
      const bags = path.join(portal().home, 'bags');
      const forgetFeatures = () => {
        const own = readdirSync(bags).filter((name) => name.startsWith(slide.file.sha256.slice(0, 24)));
        for (const name of own) rmSync(path.join(bags, name));
        return own.length;
      };
      // Those of the test before.
      expect(forgetFeatures()).toBeGreaterThan(0);
      const began = Date.now();
      const whole = await lastOf(investigator, (await startRun(investigator, slide.id)).id);
      const wholeMs = Date.now() - began;
      const outcomes: string[] = [];
      for (let round = 1; round <= kills; round++) {
        forgetFeatures();
        const { id } = await startRun(investigator, slide.id);
        const at = Math.random();
        await wait(at * wholeMs);
        const killed = workers();
        const gone = [...killed, ...killed.flatMap(childrenOf)];
        for (const pid of killed) process.kill(pid, 'SIGKILL');
        const end = await lastOf(investigator, id);
        const left = await leftAlive(gone, 5_000);
        const results = (await runsOf(slide.id)).filter((run) => run.id === id);
        outcomes.push(`${end.status} ${results.length} ${end.prps === whole.prps} ${left} ${halfWritten().length}`);
        process.stdout.write(
          `  kill ${round} at ${Math.round(at * 100)} % of ${Math.round(wholeMs / 1000)} s: ${end.status} by attempt ${end.attempts}\n`,
        );
        await theWorker();
      }
      // Done, one row, the score of the run that nobody killed, no process and no file left behind.
      expect(outcomes).toEqual(Array.from({ length: kills }, () => 'done 1 true 0 0'));
    }, 1_800_000);

    it('by SIGTERM: the run goes back into the queue and is taken by the next', async () => {
      const { id } = await startRun(investigator, slides[1]!.id);
      await untilInTheMiddle(id, 0);
      process.kill(await theWorker(), 'SIGTERM');
      const statuses: string[] = [];
      for await (const { status } of follow(investigator, id)) if (status !== statuses.at(-1)) statuses.push(status);
      expect(statuses.at(-1)).toBe('done');
      expect(statuses).toContain('queued');
      expect(halfWritten()).toEqual([]);
      // It left; it did not crash on the way.
      expect(readFileSync(path.join(portal().home, 'log', 'worker.log'), 'utf8')).not.toContain('terminate called');
    }, 300_000);

    it('by falling asleep past its lease: when it wakes it writes nothing', async () => {
      const slide = slides[2]!;
      const { home } = portal();
      const { id } = await startRun(investigator, slide.id);
      await untilInTheMiddle(id, 0);
      const asleep = await theWorker();
      process.kill(asleep, 'SIGSTOP');
      const { workerUrl } = databaseUrls(runningOwnerUrl(home)!, home);
      const second = spawn(process.execPath, ['--import', typescriptLoader, workerFile], {
        cwd: repositoryRoot,
        env: environment({ PORTAL_HOME: home, PORTAL_WORKER_DATABASE: workerUrl }),
        stdio: 'ignore',
      });
      try {
        const end = await lastOf(investigator, id);
        expect(end).toMatchObject({ status: 'done', attempts: 2 });
        process.kill(asleep, 'SIGCONT');
        await wait(3_000);
        expect(await runsOf(slide.id)).toEqual([{ id, status: 'done', prps: end.prps, attempts: 2 }]);
      } finally {
        process.kill(asleep, 'SIGCONT');
        const ended = new Promise((resolve) => second.once('exit', resolve));
        second.kill('SIGTERM');
        await ended;
      }
      // The one that slept has recovered, or was replaced: the queue continues.
      expect((await lastOf(investigator, (await startRun(investigator, slide.id)).id)).status).toBe('done');
    }, 300_000);
  },
);
