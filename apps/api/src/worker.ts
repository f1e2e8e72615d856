import os from 'node:os';
import path from 'node:path';
import { openPool } from './db/connections.ts';
import { onStatements } from './db/watched-client.ts';
import { jobKinds } from './compose/job-kinds.ts';
import { type KindName, kindNames } from './jobs/kind-names.ts';
import { registerWorker, WorkerRefused } from './jobs/worker-registry.ts';
import { workOnJobs } from './jobs/work-on-jobs.ts';
import { log } from './log.ts';
import { removeAbandonedParts } from './modules/inference/abandoned-parts.ts';
import { guardProcess } from './process-guard.ts';
import { readWorkerSettings } from './supervisor/process-settings.ts';
import { SlowStatements } from './watching/slow-statements.ts';

export interface WorkerOptions {
  /** The database as the role that sees runs and image files but no patients. */
  readonly workerUrl: string;
  /** PORTAL_HOME: contains slides, models and bags. */
  readonly home: string;
  /** CPU threads of one run. */
  readonly threads?: number | undefined;
  /** The kinds of runs that it takes; all by default. */
  readonly kinds?: readonly KindName[] | undefined;
  /** From how many milliseconds on a statement is logged with its plan; none is if not set. */
  readonly slowFromMs?: number | undefined;
  /** Ends the worker: a run under way goes back into the queue. */
  readonly signal: AbortSignal;
}

const SWEEP_MS = 60_000;

/**
 * Takes runs from the queue, one at a time, until the signal; resolves when everything is returned and closed.
 *
 * @throws WorkerRefused where it is of another version than the portal, or the portal is updated meanwhile.
 */
export async function startWorker(options: WorkerOptions): Promise<void> {
  const { workerUrl, home, threads, kinds, slowFromMs, signal } = options;
  const pool = openPool({ connectionString: workerUrl, max: 3, statement_timeout: 30_000 }, (error) =>
    log('warn', 'worker: a database connection was lost', { error }),
  );
  if (slowFromMs !== undefined) {
    const slow = new SlowStatements(slowFromMs, async (text) => {
      const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain (generic_plan) ${text}`);
      return rows.map((line) => line['QUERY PLAN']).join('\n');
    });
    onStatements((statement) => slow.note(statement));
  }
  const all = jobKinds({ pool, home, threads });
  const taken = new Set<string>(kinds?.map((name) => kindNames[name]) ?? all.map(({ runs }) => runs.table));
  const kindsTaken = all.filter(({ runs }) => taken.has(runs.table));
  const superseded = new AbortController();
  let refusal: WorkerRefused | null = null;
  const registered = await registerWorker(pool, {
    kinds: kindsTaken.map(({ runs }) => runs.table),
    threads: threads ?? os.availableParallelism(),
    onRefused(error) {
      refusal ??= error;
      superseded.abort();
    },
  }).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const leaving = AbortSignal.any([signal, superseded.signal]);
  const working = await workOnJobs({
    workerUrl,
    kinds: kindsTaken,
    leaves: all.filter(({ runs }) => !taken.has(runs.table)),
    leaving,
    onJob: registered.onJob,
  });

  const sweep = async (): Promise<void> => {
    for (const folder of ['slides', 'bags', 'models']) await removeAbandonedParts(path.join(home, folder));
    // Before those without a job get one.
    await pool.query('select portal.queue_nightly_checks()');
    await working.reviveLost();
  };
  const sweepQuietly = () => void sweep().catch((error: unknown) => log('warn', 'worker: no sweep', { error }));
  sweepQuietly();
  const sweeping = setInterval(sweepQuietly, SWEEP_MS);

  await new Promise<void>((resolve) => {
    if (leaving.aborted) resolve();
    leaving.addEventListener('abort', () => resolve(), { once: true });
  });
  clearInterval(sweeping);
  await working.close();
  await registered.leave();
  await pool.end();
  if (refusal) throw refusal;
}

/** A run that does not stop is given up: its heartbeat ends with the process, and another worker takes it. */
const longestLeaveMs = 15_000;

/** Works until SIGTERM or Ctrl-C. The process then ends by itself. */
export async function runWorker(settings: Omit<WorkerOptions, 'signal'>): Promise<void> {
  const leaving = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => leaving.abort());
  guardProcess('worker', () => {
    leaving.abort();
    setTimeout(() => process.exit(), longestLeaveMs).unref();
  });
  // The portal stays responsive while a slide is scored.
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  // No process.exit: ONNX Runtime aborts a process that ends inside a run. The thread of a run that was given back leaves
  // in a moment, and the process with it.
  await startWorker({ ...settings, signal: leaving.signal });
}

if (import.meta.main) {
  await runWorker(readWorkerSettings()).catch((error: unknown) => {
    if (!(error instanceof WorkerRefused)) throw error;
    log('error', `worker: ${error.message}`);
    process.exitCode = 1;
  });
}
