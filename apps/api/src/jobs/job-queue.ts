import { type ConstructorOptions, type Db, PgBoss } from 'pg-boss';
import { type Rows } from '../db/read-in-one-flight.ts';
import { requestIdOfScope } from '../log-scope.ts';
import { priorities, type Priority } from './priority.ts';

/** What a job carries: the row is the truth, the job only states that it waits for a worker. */
export interface Job {
  /** The table of the run. */
  readonly kind: string;
  readonly id: string;
  /** The request that asked for it, which the worker's lines of the log name too. */
  readonly requestId?: string;
}

/** Names the request in whose course the job is added. */
const asked = (job: Job): Job => {
  const requestId = requestIdOfScope();
  return requestId === undefined ? job : { ...job, requestId };
};

/**
 * One queue for all kinds: the request with the highest priority is next, whatever its kind. A job's kind is its group, so
 * that a worker which takes some kinds leaves the others in the queue.
 */
export const queueName = 'jobs';
export const queueSchema = 'queue';

/** A run whose worker died is retried until this many workers have held it. */
export const mostTries = 3;
/** A worker that has been silent for this long is considered dead. pg-boss allows no less. */
const heartbeatSeconds = 10;

/** Processes that only send or work leave schema and supervision to others. */
const visitor = {
  schema: queueSchema,
  migrate: false,
  createSchema: false,
  supervise: false,
  schedule: false,
  registerInstance: false,
} satisfies ConstructorOptions;

/**
 * Creates or updates the queue's schema and grants the portal's roles what they need of it. As owner; safe to repeat.
 */
export async function createQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    max: 2,
    schema: queueSchema,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  // Without a listener an error event would end the process; errors that matter also reject below.
  boss.on('error', () => undefined);
  await boss.start();
  try {
    const options = {
      // As many retries as tries: the last worker to take it finds the limit reached and writes the failure to the row.
      retryLimit: mostTries,
      retryDelay: 1,
      heartbeatSeconds,
      // A large slide on few cores takes hours; a worker that died is found by its heartbeat, not by this.
      expireInSeconds: 23 * 3600,
      retentionSeconds: 30 * 86_400,
      deleteAfterSeconds: 86_400,
      notify: true,
    };
    if (await boss.getQueue(queueName)) await boss.updateQueue(queueName, options);
    else await boss.createQueue(queueName, options);
    await boss.getDb().executeSql(`
      grant usage on schema ${queueSchema} to portal_app, portal_worker;
      grant select on ${queueSchema}.version, ${queueSchema}.queue to portal_app;
      grant select, insert, update (priority) on ${queueSchema}.job, ${queueSchema}.job_common to portal_app;
      grant select, insert, update, delete on all tables in schema ${queueSchema} to portal_worker;
      grant usage on all sequences in schema ${queueSchema} to portal_worker;
      grant execute on all functions in schema ${queueSchema} to portal_worker;
    `);
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** The caller's transaction. */
interface Transaction {
  readonly rows: Rows;
}

/** The sender's end of the queue: it can add a job or move one forward, and nothing else. */
export class JobQueue {
  private readonly boss: PgBoss;

  /** @param appUrl - of the role that may select and insert jobs. */
  constructor(appUrl: string, onError: (error: Error) => void) {
    this.boss = new PgBoss({ ...visitor, connectionString: appUrl, max: 1 });
    this.boss.on('error', onError);
  }

  async open(): Promise<void> {
    await this.boss.start();
  }

  /** Adds the job inside the caller's transaction: row and job exist together or not at all. */
  async enqueue({ rows }: Transaction, job: Job, priority: Priority = 'normal'): Promise<void> {
    const id = await this.boss.send(queueName, asked(job), {
      ...ofKind(job.kind),
      db: within(rows),
      priority: priorities[priority],
    });
    if (id === null) throw new Error('the queue took no job');
  }

  /** The same for many runs of one kind, in one statement. */
  async enqueueAll({ rows }: Transaction, kind: string, ids: readonly string[], priority: Priority): Promise<void> {
    if (ids.length === 0) return;
    const jobs = ids.map((id) => ({
      ...ofKind(kind),
      data: asked({ kind, id }),
      priority: priorities[priority],
    }));
    const sent = await this.boss.insert(queueName, jobs, { db: within(rows), returnId: true });
    if (sent?.length !== ids.length) throw new Error('the queue took not every job');
  }

  /** Moves a queued job forward; one that already has at least this priority stays where it is. */
  async hasten({ rows }: Transaction, { kind, id }: Job, priority: Priority): Promise<void> {
    await rows(
      `update ${queueSchema}.job set priority = $4
       where name = $1 and data ->> 'kind' = $2 and data ->> 'id' = $3 and state < 'active' and priority < $4`,
      [queueName, kind, id, priorities[priority]],
    );
  }

  async close(): Promise<void> {
    await this.boss.stop({ graceful: false });
  }
}

/** What lets a worker leave a job of this kind to others. */
export const ofKind = (kind: string) => ({ group: { id: kind } });

/** pg-boss statements on the connection of the caller's transaction. */
function within(rows: Rows): Db {
  return { executeSql: async (sql, values) => ({ rows: await rows(sql, values) }) };
}
