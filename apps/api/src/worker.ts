import os from 'node:os';
import path from 'node:path';
import { Pool, type PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import { log } from './log.ts';
import { removeAbandonedParts } from './modules/inference/abandoned-parts.ts';
import { type InferenceJob, queueName, queueSchema, retriesAfterCrash } from './modules/inference/queue.ts';
import { RunStore } from './modules/inference/run-store.ts';
import { scoreRun } from './modules/inference/score-run.ts';
import { ModelService } from './modules/models/model.service.ts';
import { readWorkerSettings } from './supervisor/process-settings.ts';

export interface WorkerOptions {
  /** The database as the role that sees runs and image files and no patient. */
  readonly workerUrl: string;
  /** PORTAL_HOME: slides, models and bags lie below it. */
  readonly home: string;
  /** Ends the worker: a run under way goes back into the queue. */
  readonly signal: AbortSignal;
}

const SWEEP_MS = 60_000;

/** Takes runs from the queue, one at a time, until the signal; resolves when everything is given back and closed. */
export async function startWorker({ workerUrl, home, signal }: WorkerOptions): Promise<void> {
  const pool = new Pool({ connectionString: workerUrl, max: 3, statement_timeout: 30_000 });
  pool.on('error', (error) => log('warn', 'worker: a database connection was lost', { error }));
  const boss = openBoss(workerUrl);
  const store = new RunStore(pool);
  const scoring = {
    store,
    models: new ModelService(path.join(home, 'models')),
    slidesDir: path.join(home, 'slides'),
    bagsDir: path.join(home, 'bags'),
    leaving: signal,
  };

  const take = async (id: string, crashes: number): Promise<void> => {
    if (crashes > retriesAfterCrash) {
      const message = `The worker stopped or failed ${crashes} times while it scored this slide; it is not tried again.`;
      if (await store.fail({ id, attempt: null }, { code: 'WORKER_LOST', message })) {
        log('error', 'worker: a run was given up', { id, crashes });
      }
      return;
    }
    const claim = await store.claim(id);
    // Cancelled while it waited, or finished by a worker that died before it could say so.
    if (!claim) return;
    log('info', 'worker: a run begins', { id, attempt: claim.attempt });
    const end = await scoreRun(claim, scoring);
    log('info', 'worker: a run ended', { id, attempt: claim.attempt, end });
    if (end === 'interrupted') await store.giveBack(claim, (client) => sendWithin(boss, client, id));
  };

  await boss.start({ attempts: 5 });
  await boss.work<InferenceJob>(
    queueName,
    { includeMetadata: true, pollingIntervalSeconds: 2, heartbeatRefreshSeconds: 3 },
    async ([job]) => {
      if (!job) return;
      await take(job.data.inferenceId, job.retryCount).catch((error: unknown) => {
        log('error', 'worker: a run stopped on an unexpected error', { id: job.data.inferenceId, error });
        // pg-boss gives the job out again; the last time the failure is written to the row.
        throw error;
      });
    },
  );

  const sweep = async (): Promise<void> => {
    for (const folder of ['slides', 'bags', 'models']) await removeAbandonedParts(path.join(home, folder));
    for (const inferenceId of await store.withoutJob(queueSchema, queueName)) {
      await boss.send(queueName, { inferenceId } satisfies InferenceJob);
    }
  };
  const sweepQuietly = () => void sweep().catch((error: unknown) => log('warn', 'worker: no sweep', { error }));
  sweepQuietly();
  const sweeping = setInterval(sweepQuietly, SWEEP_MS);

  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(sweeping);
  await boss.stop({ graceful: true, timeout: 6_000 });
  await pool.end();
}

function openBoss(workerUrl: string): PgBoss {
  const boss = new PgBoss({
    connectionString: workerUrl,
    schema: queueSchema,
    max: 3,
    migrate: false,
    createSchema: false,
    schedule: false,
    registerInstance: false,
    // A killed worker's job is found by its missed heartbeats.
    supervise: true,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    reindex: false,
    monitorVacuum: false,
    useListenNotify: true,
  });
  let toldAt = 0;
  boss.on('error', (error) => {
    // A database that is away is asked several times a second: one line a minute says it.
    if (Date.now() - toldAt < SWEEP_MS) return;
    toldAt = Date.now();
    log('warn', 'worker: the queue does not answer', { error });
  });
  boss.on('warning', ({ message }) => log('warn', 'worker: the queue warns', { warning: message }));
  return boss;
}

/** A job added in the transaction that puts its run back. */
async function sendWithin(boss: PgBoss, client: PoolClient, inferenceId: string): Promise<void> {
  const db = { executeSql: (sql: string, values?: unknown[]) => client.query(sql, values) };
  const id = await boss.send(queueName, { inferenceId } satisfies InferenceJob, { db });
  if (id === null) throw new Error('the queue took no job');
}

if (import.meta.main) {
  const leaving = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => leaving.abort());
  // The portal stays quick to use while a slide is scored.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  // No process.exit: ONNX Runtime aborts a process that ends inside a run. The thread of a run that was given back leaves
  // in a moment, and the process with it.
  await startWorker({ ...readWorkerSettings(), signal: leaving.signal });
}
