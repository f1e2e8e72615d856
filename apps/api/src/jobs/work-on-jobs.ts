import { returnFreedMemory } from '@haim/ml';
import { type PoolClient } from 'pg';
import { type JobWithMetadata, PgBoss } from 'pg-boss';
import { log } from '../log.ts';
import { carryOut } from './carry-out.ts';
import { type JobKind } from './job-kind.ts';
import { type Job, mostTries, queueName, queueSchema } from './job-queue.ts';

export interface WorkOptions {
  /** The database as the role of workers. */
  readonly workerUrl: string;
  readonly kinds: readonly JobKind[];
  /** Stops working: a run under way goes back into the queue. */
  readonly leaving: AbortSignal;
}

export interface Working {
  /** Gives each queued run without a job a new one. */
  reviveLost(): Promise<void>;
  /** After `leaving`: resolves when what was under way has been returned to the queue. */
  close(): Promise<void>;
}

const working = {
  includeMetadata: true,
  pollingIntervalSeconds: 2,
  // Nothing announces a job that is retried.
  notifyPollingIntervalSeconds: 2,
  heartbeatRefreshSeconds: 3,
} as const;
const TROUBLE_TOLD_MS = 60_000;
/** A worker without a job for this long is idle: memory its runs have freed is returned to the system. */
const IDLE_MS = 5_000;

/** Takes jobs from the queue, one at a time, the highest priority first. */
export async function workOnJobs({ workerUrl, kinds, leaving }: WorkOptions): Promise<Working> {
  const boss = openBoss(workerUrl);
  const kindOf = new Map(kinds.map((kind) => [kind.runs.table, kind]));

  const take = async ({ data, retryCount, priority }: JobWithMetadata<Job>): Promise<void> => {
    const { id } = data;
    const kind = kindOf.get(data.kind);
    if (!kind) throw new Error(`this worker does no ${data.kind}: it is older than the portal`);
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

  let idle: NodeJS.Timeout | undefined;
  await boss.start({ attempts: 5 });
  const workerId: string = await boss.work<Job, void, typeof working>(queueName, working, async ([job]) => {
    if (!job) return;
    clearTimeout(idle);
    try {
      await take(job);
    } catch (error) {
      log('error', 'worker: a run stopped on an unexpected error', { ...job.data, error });
      // pg-boss hands the job out again; on the last try the failure is written to the row.
      throw error;
    } finally {
      idle = setTimeout(() => void returnFreedMemory(), IDLE_MS).unref();
      // Jobs that arrived while all workers were busy woke none of them: look for the next at once.
      boss.notifyWorker(workerId);
    }
  });

  return {
    async reviveLost() {
      for (const { runs } of kinds) {
        await runs.reviveLost({ table: `${queueSchema}.job`, queue: queueName }, (client, id) =>
          sendWithin(boss, client, { kind: runs.table, id }, 0),
        );
      }
    },
    close: () => boss.stop({ graceful: true, timeout: 6_000 }),
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
    useListenNotify: true,
  });
  let toldAt = 0;
  boss.on('error', (error) => {
    // An unavailable database is retried several times a second: log only one line a minute.
    if (Date.now() - toldAt < TROUBLE_TOLD_MS) return;
    toldAt = Date.now();
    log('warn', 'worker: the queue does not answer', { error });
  });
  boss.on('warning', ({ message }) => log('warn', 'worker: the queue warns', { warning: message }));
  return boss;
}

/** A job added in the transaction that queues its run. */
async function sendWithin(boss: PgBoss, client: PoolClient, job: Job, priority: number): Promise<void> {
  const db = { executeSql: (sql: string, values?: unknown[]) => client.query(sql, values) };
  const id = await boss.send(queueName, job, { db, priority });
  if (id === null) throw new Error('the queue took no job');
}
