import { setTimeout as wait } from 'node:timers/promises';
import { returnFreedMemory } from '@haim/ml';
import { type PoolClient } from 'pg';
import { type JobWithMetadata, PgBoss } from 'pg-boss';
import { log } from '../log.ts';
import { withLogFields } from '../log-scope.ts';
import { carryOut } from './carry-out.ts';
import { type JobKind } from './job-kind.ts';
import { type Job, mostTries, ofKind, queueName, queueSchema } from './job-queue.ts';
import { RunNotices } from './run-notices.ts';

export interface WorkOptions {
  /** The database as the role of workers. */
  readonly workerUrl: string;
  /** Those that this worker takes. */
  readonly kinds: readonly JobKind[];
  /** Those that it leaves to other workers. */
  readonly leaves?: readonly JobKind[];
  /** Stops working: a run under way goes back into the queue. */
  readonly leaving: AbortSignal;
  /** What it works on from now on; null for nothing. */
  readonly onJob?: (job: Pick<Job, 'kind' | 'id'> | null) => void;
}

export interface Working {
  /** Gives each queued run without a job a new one. */
  reviveLost(): Promise<void>;
  /** After `leaving`: resolves when what was under way has been returned to the queue. */
  close(): Promise<void>;
}

/** Nothing announces a job that is retried, nor one whose run was announced while the queue was unreachable. */
const LOOK_AGAIN_MS = 2_000;
/** Progress of other workers' runs is announced as well: not every notice is worth a look. */
const LEAST_PAUSE_MS = 100;
const HEARTBEAT_MS = 3_000;
/** A run that does not stop in this time is given up: its heartbeat ends with the process. */
const LONGEST_END_MS = 6_000;
const TROUBLE_TOLD_MS = 60_000;
/** A worker without a job for this long is idle: memory its runs have freed is returned to the system. */
const IDLE_MS = 5_000;

/** Takes jobs of its kinds from the queue, one at a time, the highest priority first. */
export async function workOnJobs({ workerUrl, kinds, leaves = [], leaving, onJob }: WorkOptions): Promise<Working> {
  const boss = openBoss(workerUrl);
  const kindOf = new Map(kinds.map((kind) => [kind.runs.table, kind]));
  const ignoreGroups = leaves.map(({ runs }) => runs.table);

  const take = async ({ data, retryCount, priority }: JobWithMetadata<Job>): Promise<void> => {
    const { id } = data;
    const kind = kindOf.get(data.kind);
    if (!kind) {
      if (!ignoreGroups.includes(data.kind))
        throw new Error(`this worker does no ${data.kind}: it is older than the portal`);
      // A job from before jobs had their kind as their group, of a kind that is another worker's.
      await boss.send(queueName, data, { ...ofKind(data.kind), priority });
      return;
    }
    if (retryCount >= mostTries) {
      const message = `The worker stopped or failed ${retryCount} times during this run; it is not tried again.`;
      if (await kind.runs.fail({ id, attempt: null }, { code: 'WORKER_LOST', message })) {
        log('error', 'worker: a run was given up', { kind: data.kind, id, tries: retryCount });
      }
      return;
    }
    const claim = await kind.runs.claim(id);
    // Cancelled while queued, or finished by a worker that died before it could report it.
    if (!claim) return;
    log('info', 'worker: a run begins', { kind: data.kind, id, attempt: claim.attempt });
    const end = await carryOut(kind, claim, leaving);
    log('info', 'worker: a run ended', { kind: data.kind, id, attempt: claim.attempt, end });
    if (end === 'interrupted') await kind.runs.giveBack(claim, (client) => sendWithin(boss, client, data, priority));
  };

  /** @returns whether there was a job. */
  const takeNext = async (): Promise<boolean> => {
    const [job] = await boss.fetch<Job>(queueName, { includeMetadata: true, batchSize: 1, ignoreGroups });
    if (!job) return false;
    const beating = setInterval(() => void boss.touch(queueName, job.id).catch(() => undefined), HEARTBEAT_MS);
    const { kind, id, requestId } = job.data;
    await withLogFields(requestId === undefined ? {} : { requestId }, async () => {
      try {
        onJob?.({ kind, id });
        await take(job);
        await boss.complete(queueName, job.id);
      } catch (error) {
        log('error', 'worker: a run stopped on an unexpected error', { kind, id, error });
        // The job is handed out again; on the last try the failure is written to the row.
        await boss.fail(queueName, job.id, { message: error instanceof Error ? error.message : String(error) });
      } finally {
        onJob?.(null);
        clearInterval(beating);
      }
    });
    return true;
  };

  await boss.start({ attempts: 5 });
  const tellTrouble = onceAMinute((error) => log('warn', 'worker: the queue does not answer', { error }));
  const notices = new RunNotices(workerUrl, tellTrouble);
  await notices.open();
  const told = new Wakening();
  const stopListening = notices.onAnyChange(() => told.wake());

  const working = (async () => {
    let idle: NodeJS.Timeout | undefined;
    while (!leaving.aborted) {
      const hadJob = await takeNext().catch((error: unknown) => {
        tellTrouble(error);
        return false;
      });
      if (hadJob) {
        clearTimeout(idle);
        idle = setTimeout(() => void returnFreedMemory(), IDLE_MS).unref();
      } else {
        await told.within(LOOK_AGAIN_MS, leaving);
        await wait(LEAST_PAUSE_MS, undefined, { signal: leaving }).catch(() => undefined);
      }
    }
    clearTimeout(idle);
  })();

  return {
    async reviveLost() {
      for (const { runs } of kinds) {
        await runs.reviveLost({ table: `${queueSchema}.job`, queue: queueName }, (client, id) =>
          sendWithin(boss, client, { kind: runs.table, id }, 0),
        );
      }
    },
    async close() {
      stopListening();
      await Promise.race([working, wait(LONGEST_END_MS, undefined, { ref: false })]);
      await notices.close();
      await boss.stop({ graceful: false });
    },
  };
}

/** A pause that ends early when something happened, also if it happened before the pause began. */
class Wakening {
  private isDue = false;
  private end: (() => void) | null = null;

  wake(): void {
    this.isDue = true;
    this.end?.();
  }

  async within(ms: number, leaving: AbortSignal): Promise<void> {
    if (!this.isDue && !leaving.aborted) {
      const ended = new AbortController();
      this.end = () => ended.abort();
      await wait(ms, undefined, { signal: AbortSignal.any([ended.signal, leaving]) }).catch(() => undefined);
      this.end = null;
    }
    this.isDue = false;
  }
}

/** An unavailable database is retried several times a second: only one line a minute is logged. */
function onceAMinute(tell: (error: unknown) => void): (error: unknown) => void {
  let toldAt = 0;
  return (error) => {
    if (Date.now() - toldAt < TROUBLE_TOLD_MS) return;
    toldAt = Date.now();
    tell(error);
  };
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
    // A killed worker's job is detected by its missed heartbeats.
    supervise: true,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    reindex: false,
    monitorVacuum: false,
  });
  boss.on(
    'error',
    onceAMinute((error) => log('warn', 'worker: the queue does not answer', { error })),
  );
  boss.on('warning', ({ message }) => log('warn', 'worker: the queue warns', { warning: message }));
  return boss;
}

/** A job added in the transaction that queues its run. */
async function sendWithin(boss: PgBoss, client: PoolClient, job: Job, priority: number): Promise<void> {
  const db = { executeSql: (sql: string, values?: unknown[]) => client.query(sql, values) };
  const id = await boss.send(queueName, job, { ...ofKind(job.kind), db, priority });
  if (id === null) throw new Error('the queue took no job');
}
