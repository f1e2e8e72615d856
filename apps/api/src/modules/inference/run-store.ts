import { type DropCount, type ScoreProgress, type SlideScore } from '@haim/ml';
import { type Pool, type PoolClient } from 'pg';

/** A run in the hands of one worker. Whoever claims it later makes this claim worthless. */
export interface Claim {
  readonly id: string;
  readonly attempt: number;
  readonly slideId: string;
  readonly modelId: string;
  readonly provider: 'auto' | 'cuda' | 'webgpu' | 'cpu';
}

export interface ClaimedFile {
  readonly fileName: string;
  readonly sha256: string;
}

/** What of a score stands in `inference.result`; the patches lie in a table of their own. */
export type StoredScore = Omit<SlideScore, 'patchMap'>;

export interface Failure {
  readonly code: string;
  /** One sentence for the person who asked, without path or trace. */
  readonly message: string;
  readonly dropped?: readonly DropCount[] | undefined;
}

/** The fence in every statement: one that matches no row tells the worker that the run is no longer its own. */
const mine = `id = $1 and attempt = $2 and status = 'running'`;
const touched = `version = version + 1, updated_at = now(), updated_by = 'worker'`;

/** The worker's statements, as the role that sees runs and image files and no patient. */
export class RunStore {
  constructor(private readonly pool: Pool) {}

  /** Takes a run that waits, or that a dead worker left; null where it has ended or been cancelled. */
  async claim(id: string): Promise<Claim | null> {
    const { rows } = await this.pool.query<Claim>(
      `update portal.inference set status = 'running', attempt = attempt + 1, stage = null, done = null, total = null,
         started_at = now(), ${touched}
       where id = $1 and status in ('queued', 'running')
       returning id, attempt, slide_id as "slideId", model_id as "modelId", provider_asked as provider`,
      [id],
    );
    return rows[0] ?? null;
  }

  async fileOf(slideId: string): Promise<ClaimedFile | null> {
    const { rows } = await this.pool.query<ClaimedFile>(
      'select file_name as "fileName", sha256 from portal.slide_file where slide_id = $1',
      [slideId],
    );
    return rows[0] ?? null;
  }

  /** @returns whether the run is still this worker's. */
  async report({ id, attempt }: Claim, { stage, done, total }: ScoreProgress): Promise<boolean> {
    // The bytes of a large file pass what an int holds: then thousands or millions are counted.
    const unit = 1000 ** Math.max(0, Math.ceil(Math.log10(total / 2e9) / 3));
    const { rowCount } = await this.pool.query(
      `update portal.inference set stage = $3, done = $4, total = $5, updated_at = now() where ${mine}`,
      [id, attempt, stage, Math.floor(done / unit), Math.floor(total / unit)],
    );
    return rowCount === 1;
  }

  /** @returns whether the run is still this worker's: not cancelled, not taken over. */
  async holds({ id, attempt }: Claim): Promise<boolean> {
    const { rowCount } = await this.pool.query(`select from portal.inference where ${mine}`, [id, attempt]);
    return rowCount === 1;
  }

  /** Score, patches and audit entry commit together. @returns false where the run was no longer this worker's. */
  finish({ id, attempt }: Claim, { patchMap, ...score }: SlideScore): Promise<boolean> {
    return this.transaction(async (client) => {
      const { rows } = await client.query<{ centre_id: number }>(
        `update portal.inference set status = 'done', finished_at = now(), stage = null, done = null, total = null, prps = $3,
           threshold = $4, predicted_class = $5, weights = $6, model_sha256 = $7, provider_ran = $8, result = $9, ${touched}
         where ${mine} returning centre_id`,
        [
          id,
          attempt,
          score.prps,
          score.threshold,
          score.predictedClass,
          score.weights,
          score.modelSha256,
          score.providerRan,
          JSON.stringify(score),
        ],
      );
      const run = rows[0];
      if (!run) return false;
      await client.query(
        `insert into portal.inference_patches (inference_id, centre_id, size_px, x, y, reason) values ($1, $2, $3, $4, $5, $6)`,
        [
          id,
          run.centre_id,
          patchMap[0]?.sizePx ?? 0,
          patchMap.map(({ x }) => x),
          patchMap.map(({ y }) => y),
          patchMap.map(({ reason }) => reason),
        ],
      );
      return true;
    });
  }

  /** @param run - its attempt is the fence; null for a run that no worker survived, whoever held it last. */
  fail(run: { id: string; attempt: number | null }, { code, message, dropped }: Failure): Promise<boolean> {
    return this.transaction(async (client) => {
      const found = dropped?.reduce((sum, { count }) => sum + count, 0);
      const { rowCount } = await client.query(
        `update portal.inference set status = 'failed', finished_at = now(), stage = null, done = null, total = null,
           error_code = $3, error_message = $4, result = $5, ${touched}
         where id = $1 and attempt = coalesce($2, attempt) and status in ('queued', 'running')`,
        [run.id, run.attempt, code, message, dropped ? JSON.stringify({ patches: { found, kept: 0, dropped } }) : null],
      );
      return rowCount === 1;
    });
  }

  /** Puts a run back into the queue; `enqueue` adds its job in the same transaction. */
  giveBack({ id, attempt }: Claim, enqueue: (client: PoolClient) => Promise<void>): Promise<boolean> {
    return this.transaction(async (client) => {
      const { rowCount } = await client.query(
        `update portal.inference set status = 'queued', stage = null, done = null, total = null, started_at = null, ${touched}
         where ${mine}`,
        [id, attempt],
      );
      if (rowCount === 1) await enqueue(client);
      return rowCount === 1;
    });
  }

  /** Runs that wait without a job, as after a restore of rows without their queue. */
  async withoutJob(queueSchema: string, queueName: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select i.id from portal.inference i
       where i.status in ('queued', 'running') and i.updated_at < now() - interval '30 seconds' and not exists (
         select from ${queueSchema}.job j where j.name = $1 and j.data ->> 'inferenceId' = i.id::text
           and j.state in ('created', 'retry', 'active'))`,
      [queueName],
    );
    return rows.map(({ id }) => id);
  }

  /** The audit trail names the worker: the end of a run is its doing. */
  private async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `select set_config('app.user_id', 'worker', true), set_config('app.user_name', 'portal worker', true)`,
      );
      const result = await work(client);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // A connection in doubt is thrown away with its transaction.
      client.release(true);
      throw error;
    }
  }
}
