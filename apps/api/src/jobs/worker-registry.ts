import os from 'node:os';
import { type Pool } from 'pg';
import { newestMigration } from '../db/data-source.ts';
import { log } from '../log.ts';
import { type Job } from './job-queue.ts';

const BEAT_MS = 5_000;
/** Of the sources that this process has loaded, whatever becomes of the files. */
const own = newestMigration();

/** A worker whose sources are of another version than the database. */
export class WorkerRefused extends Error {
  override readonly name = 'WorkerRefused';
}

export interface RegisteredWorker {
  /** What it works on from now on; null for nothing. */
  readonly onJob: (job: Pick<Job, 'kind' | 'id'> | null) => void;
  readonly leave: () => Promise<void>;
}

interface Worker {
  readonly kinds: readonly string[];
  readonly threads: number;
  /** Called once the portal was updated under this worker. */
  readonly onRefused: (error: WorkerRefused) => void;
}

/**
 * Says every five seconds that this worker is there, and on what it works.
 *
 * @throws WorkerRefused where its sources are older or newer than the portal's.
 */
export async function registerWorker(pool: Pool, { kinds, threads, onRefused }: Worker): Promise<RegisteredWorker> {
  await refuseOtherVersion(pool);
  const { rows } = await pool.query<{ id: string }>(
    `insert into portal.worker (host, pid, kinds, threads, migration) values ($1, $2, $3, $4, $5) returning id`,
    [os.hostname().slice(0, 255) || 'unknown', process.pid, kinds, threads, own],
  );
  const id = rows[0]?.id;
  let job: Pick<Job, 'kind' | 'id'> | null = null;
  const say = (): Promise<unknown> =>
    pool.query('update portal.worker set seen_at = now(), run_kind = $2, run_id = $3 where id = $1', [
      id,
      job?.kind ?? null,
      job?.id ?? null,
    ]);
  const beat = async (): Promise<void> => {
    await say();
    await refuseOtherVersion(pool);
  };
  const beating = setInterval(() => {
    beat().catch((error: unknown) => {
      // An unavailable database is reported by the queue.
      if (error instanceof WorkerRefused) onRefused(error);
    });
  }, BEAT_MS);
  await pool.query(`delete from portal.worker where seen_at < now() - interval '30 days'`);
  return {
    onJob(next) {
      job = next;
      void say().catch(() => undefined);
    },
    async leave() {
      clearInterval(beating);
      await pool
        .query(
          'update portal.worker set seen_at = now(), left_at = now(), run_kind = null, run_id = null where id = $1',
          [id],
        )
        .catch((error: unknown) => log('warn', 'worker: could not say that it leaves', { error }));
    },
  };
}

/** @throws WorkerRefused naming what to do. */
async function refuseOtherVersion(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ newest: string }>(
    `select max("timestamp")::text as newest from portal.migration`,
  );
  const ofPortal = Number(rows[0]?.newest ?? 0);
  if (own === ofPortal) return;
  throw new WorkerRefused(
    own < ofPortal
      ? `this worker is older than the portal (its newest migration is ${own}, the portal's ${ofPortal}): bring this checkout to the version of the portal and start it again`
      : `this worker is newer than the portal (its newest migration is ${own}, the portal's ${ofPortal}): start the portal with the new version first, then this worker`,
  );
}
