import { type Pool, type PoolClient } from 'pg';
import { requestIdOfScope } from '../log-scope.ts';

/** A run claimed by one worker. A later claim invalidates this one. */
export interface Claim {
  readonly id: string;
  readonly attempt: number;
}

/** How far a run is, in units of its stage. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** Values of columns by their names, which come from code and never from a user. */
export type Columns = Readonly<Record<string, unknown>>;

export interface Failure {
  readonly code: string;
  /** One sentence for the person who asked, without path or trace. */
  readonly message: string;
  /** Other columns that the row keeps about it. */
  readonly columns?: Columns;
}

/** The fence in every statement: one that matches no row means that the worker no longer holds the run. */
const mine = `id = $1 and attempt = $2 and status = 'running'`;
const touched = `version = version + 1, updated_at = now(), updated_by = 'worker'`;
const idle = 'stage = null, done = null, total = null';

/** The worker's statements on one table of runs, as the role that sees what the work needs but no patients. */
export class FencedRuns<Own extends object = object> {
  /**
   * @param table - its name in the schema portal, which is the name of the kind of job.
   * @param own - what the work needs from its row: the column of each property.
   */
  constructor(
    private readonly pool: Pool,
    readonly table: string,
    private readonly own: Readonly<Record<keyof Own & string, string>>,
  ) {}

  /** Claims a queued run, or one left by a dead worker; null if it has ended or been cancelled. */
  async claim(id: string): Promise<(Claim & Own) | null> {
    const own = Object.entries<string>(this.own).map(([property, column]) => `, ${column} as "${property}"`);
    const { rows } = await this.pool.query<Claim & Own>(
      `update portal.${this.table} set status = 'running', attempt = attempt + 1, ${idle}, started_at = now(), ${touched}
       where id = $1 and status in ('queued', 'running')
       returning id, attempt${own.join('')}`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** @returns whether the run is still this worker's. */
  async report({ id, attempt }: Claim, { stage, done, total }: Progress): Promise<boolean> {
    // The bytes of a large file exceed an int: they are then counted in thousands or millions.
    const unit = 1000 ** Math.max(0, Math.ceil(Math.log10(total / 2e9) / 3));
    const { rowCount } = await this.pool.query(
      `update portal.${this.table} set stage = $3, done = $4, total = $5, updated_at = now() where ${mine}`,
      [id, attempt, stage, Math.floor(done / unit), Math.floor(total / unit)],
    );
    return rowCount === 1;
  }

  /** @returns whether the run is still this worker's: not cancelled, not taken over. */
  async holds({ id, attempt }: Claim): Promise<boolean> {
    const { rowCount } = await this.pool.query(`select from portal.${this.table} where ${mine}`, [id, attempt]);
    return rowCount === 1;
  }

  /**
   * Writes what a run found before its end, such as the points of a curve.
   *
   * @returns false, with nothing written, where the run was no longer this worker's.
   */
  whileMine({ id, attempt }: Claim, write: (client: PoolClient) => Promise<void>): Promise<boolean> {
    return this.transaction(async (client) => {
      // Locked, so that the run stays ours until this is committed.
      const { rowCount } = await client.query(`select from portal.${this.table} where ${mine} for no key update`, [
        id,
        attempt,
      ]);
      if (rowCount === 1) await write(client);
      return rowCount === 1;
    });
  }

  /** Result and audit entry commit together. @returns false where the run was no longer this worker's. */
  finish(
    { id, attempt }: Claim,
    columns: Columns,
    alsoWrite?: (client: PoolClient) => Promise<void>,
  ): Promise<boolean> {
    return this.transaction(async (client) => {
      const { rowCount } = await client.query(
        `update portal.${this.table} set status = 'done', finished_at = now(), ${idle}, ${touched}${assign(columns, 3)}
         where ${mine}`,
        [id, attempt, ...Object.values(columns)],
      );
      if (rowCount === 1) await alsoWrite?.(client);
      return rowCount === 1;
    });
  }

  /** @param run - its attempt is the fence; null for a run that every worker died on, whichever held it last. */
  fail(run: { id: string; attempt: number | null }, { code, message, columns = {} }: Failure): Promise<boolean> {
    return this.transaction(async (client) => {
      const { rowCount } = await client.query(
        `update portal.${this.table} set status = 'failed', finished_at = now(), ${idle}, error_code = $3,
           error_message = $4, ${touched}${assign(columns, 5)}
         where id = $1 and attempt = coalesce($2, attempt) and status in ('queued', 'running')`,
        [run.id, run.attempt, code, message, ...Object.values(columns)],
      );
      return rowCount === 1;
    });
  }

  /** Puts a run back into the queue; `enqueue` adds its job in the same transaction. */
  giveBack({ id, attempt }: Claim, enqueue: (client: PoolClient) => Promise<void>): Promise<boolean> {
    return this.transaction(async (client) => {
      const { rowCount } = await client.query(
        `update portal.${this.table} set status = 'queued', ${idle}, started_at = null, ${touched} where ${mine}`,
        [id, attempt],
      );
      if (rowCount === 1) await enqueue(client);
      return rowCount === 1;
    });
  }

  /**
   * Finds queued runs without a job, as after a restore of rows without their queue, and gives each a job.
   *
   * @param jobs - the table of jobs with its schema, and the queue's name.
   */
  async reviveLost(
    jobs: { readonly table: string; readonly queue: string },
    enqueue: (client: PoolClient, id: string) => Promise<void>,
  ): Promise<number> {
    return this.transaction(async (client) => {
      // Two workers that find the same run would give it two jobs, and the second would take it from the first.
      const lock = await client.query<{ is_alone: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('portal lost runs')) as is_alone`,
      );
      if (!lock.rows[0]?.is_alone) return 0;
      const { rows } = await client.query<{ id: string }>(
        `select run.id from portal.${this.table} run
         where run.status in ('queued', 'running') and run.updated_at < now() - interval '30 seconds' and not exists (
           select from ${jobs.table} j where j.name = $1 and j.data ->> 'kind' = $2 and j.data ->> 'id' = run.id::text
             and j.state in ('created', 'retry', 'active'))`,
        [jobs.queue, this.table],
      );
      for (const { id } of rows) await enqueue(client, id);
      return rows.length;
    });
  }

  /** The audit trail names the worker, which ends a run, and the request that asked for it. */
  private async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `select set_config('app.user_id', 'worker', true), set_config('app.user_name', 'portal worker', true),
           set_config('app.request_id', $1, true)`,
        [requestIdOfScope() ?? ''],
      );
      const result = await work(client);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // A connection in an uncertain state is discarded with its transaction.
      client.release(true);
      throw error;
    }
  }
}

function assign(columns: Columns, first: number): string {
  return Object.keys(columns)
    .map((column, i) => `, ${column} = $${first + i}`)
    .join('');
}
