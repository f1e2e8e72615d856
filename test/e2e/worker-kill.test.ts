import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { runningOwnerUrl } from '../../apps/api/src/db/embedded.ts';
import { databaseUrls } from '../../apps/api/src/db/prepare-database.ts';
import { ask, portal } from './portal-under-test.ts';
import {
  drawnSlidesOf,
  follow,
  lastOf,
  type Run,
  type SlideUnderTest,
  startRun,
  workerFile,
  workers,
} from './slides-under-test.ts';
import { environment, repositoryRoot } from './start-portal.ts';

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

    it('by kill -9 at any moment: its run is taken again and has one result', async () => {
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
      const second = spawn(process.execPath, ['--import', 'tsx', workerFile], {
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
      // The one that slept is well again, or was replaced: the queue goes on.
      expect((await lastOf(investigator, (await startRun(investigator, slide.id)).id)).status).toBe('done');
    }, 300_000);
  },
);
