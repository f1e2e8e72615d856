import { type Pool } from 'pg';
import { type Asker } from '../context/asker.ts';
import { log } from '../log.ts';
import { openPool } from './connections.ts';
import { isDatabaseAway } from './database-away.ts';
import { readInOneFlight, type ReadOptions } from './read-in-one-flight.ts';
import { type ReadTransaction, type StudyDb, whoAsks } from './study-db.ts';

/** What analyses read by. */
export type Reads = Pick<StudyDb, 'read'>;

/** After a replica was away, the primary answers for this long: what it answers meanwhile is newer than the replica. */
const AWAY_MS = 300_000;
/** A replica ends a long read whose rows the primary has removed. */
const CONFLICTS = '40001';

/**
 * Reads from a replica that follows the primary, which is spared what analyses cost. What it answers is as old as the
 * replica is behind, and names its version (`dataVersion`) as every answer does; access is decided by the primary before.
 * While the replica is away, or where it gives a read up, the primary answers.
 */
export class ReplicaReads implements Reads {
  private readonly pool: Pool;
  private awayUntil = -Infinity;

  constructor(
    replicaUrl: string,
    private readonly primary: Reads,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.pool = openPool(
      {
        connectionString: replicaUrl,
        options: '-c search_path=portal',
        max: 10,
        statement_timeout: 10_000,
        idle_in_transaction_session_timeout: 60_000,
        // A read sends its statements together: read-in-one-flight.ts.
        pipeline: true,
        connectionTimeoutMillis: 5_000,
      },
      (error) => log('warn', 'replica: an idle connection was lost', { error }),
    );
  }

  async read<T>(asker: Asker, work: (tx: ReadTransaction) => Promise<T>, options?: ReadOptions): Promise<T> {
    if (this.now() < this.awayUntil) return this.primary.read(asker, work, options);
    try {
      const client = await this.pool.connect();
      const release = (broken?: Error): void => client.release(broken);
      return await readInOneFlight({ client, release }, whoAsks(asker, null), work, {
        ...options,
        gone: asker.gone,
      });
    } catch (error) {
      const isAway = isDatabaseAway(error);
      if (!isAway && (error as { code?: unknown } | null)?.code !== CONFLICTS) throw error;
      if (isAway) this.awayUntil = this.now() + AWAY_MS;
      log('warn', 'replica: the primary answers instead', { error });
      return this.primary.read(asker, work, options);
    }
  }

  /** How many bytes of the primary's log it has not applied yet. @param primaryAt - where the primary's log ends. */
  async bytesBehind(primaryAt: string): Promise<number> {
    const { rows } = await this.pool.query<{ behind: string }>(
      `select greatest(0, pg_wal_lsn_diff($1, pg_last_wal_replay_lsn()))::text as behind`,
      [primaryAt],
    );
    return Number(rows[0]?.behind ?? 0);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
