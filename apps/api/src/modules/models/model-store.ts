import { lineOf, type LoadedModel, type Manifest, type Weights } from '@haim/ml';
import { type Pool } from 'pg';
import { z } from 'zod';
import { type StudyDb } from '../../db/study-db.ts';

/** The person on whose behalf something is done. */
export interface Actor {
  readonly userId: string;
  readonly name: string;
}

export type Rows = <T>(sql: string, values?: readonly unknown[]) => Promise<T[]>;

/** Statements in one transaction, on somebody's behalf and, for decisions, with a reason. */
export type Transactions = <T>(actor: Actor, reason: string | null, work: (rows: Rows) => Promise<T>) => Promise<T>;

/** As the application, for the API and the command line. Models belong to no centre. */
export function transactionsOf(db: StudyDb): Transactions {
  return (actor, reason, work) => db.write({ ...actor, email: '', studies: [] }, reason, ({ rows }) => work(rows));
}

/** As the worker, which has no StudyDb: it sees no patients. */
export function transactionsOfPool(pool: Pool): Transactions {
  return async (actor, reason, work) => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `select set_config('app.user_id', $1, true), set_config('app.user_name', $2, true), set_config('app.reason', $3, true)`,
        [actor.userId, actor.name, reason ?? ''],
      );
      const result = await work(async <T>(sql: string, values: readonly unknown[] = []) => {
        const { rows } = await client.query(sql, [...values]);
        return rows as T[];
      });
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // A connection in an uncertain state is discarded with its transaction.
      client.release(true);
      throw error;
    }
  };
}

export type ModelStatus = 'candidate' | 'active' | 'retired';
export type ModelAction = 'registered' | 'activated' | 'retired' | 'rolled back';

const share = z.number().min(0).max(1).nullable();

/** What was measured of a version when it was made. */
export const modelMetrics = z.strictObject({
  evaluations: z
    .array(
      z.strictObject({
        /** Which cases: tuning, test, internal, external, or a centre's code. */
        set: z.string().min(1).max(80),
        n: z.int().positive(),
        nPositive: z.int().min(0),
        auc: share,
        aucLower: share,
        aucUpper: share,
        threshold: share,
        sensitivity: share,
        specificity: share,
      }),
    )
    .min(1)
    .max(20),
});
export type ModelMetrics = z.infer<typeof modelMetrics>;

export interface ModelVersionRow {
  readonly id: string;
  readonly line: string;
  readonly version: number;
  readonly modelId: string;
  readonly modelSha256: string;
  readonly manifestSha256: string;
  readonly manifest: Manifest;
  readonly weights: Weights;
  readonly origin: 'folder' | 'training';
  readonly status: ModelStatus;
  /** The centres whose outcomes metrics, note and manifest describe: see open-outcomes.ts before showing any of it. */
  readonly outcomeCentres: readonly number[] | null;
  readonly metrics: ModelMetrics | null;
  readonly note: string | null;
  readonly registeredAt: Date;
  readonly registeredBy: string;
}

export interface ModelEventRow extends Pick<ModelVersionRow, 'origin' | 'outcomeCentres'> {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly action: ModelAction;
  readonly line: string;
  readonly versionId: string;
  readonly version: number;
  readonly previousId: string | null;
  readonly previousVersion: number | null;
  readonly reason: string;
}

const versions = `
  select id, line, version, model_id as "modelId", model_sha256 as "modelSha256", manifest_sha256 as "manifestSha256",
    manifest, weights, origin, status, outcome_centres as "outcomeCentres", metrics, note, registered_at as "registeredAt", registered_by as "registeredBy"
  from portal.model_version`;

export const allVersions = (rows: Rows): Promise<ModelVersionRow[]> => rows(`${versions} order by line, version desc`);

export async function versionById(rows: Rows, id: string): Promise<ModelVersionRow | null> {
  return (await rows<ModelVersionRow>(`${versions} where id = $1`, [id]))[0] ?? null;
}

/** Every version that was ever made of a folder, the newest first. */
export const versionsOfModel = (rows: Rows, modelId: string): Promise<ModelVersionRow[]> =>
  rows(`${versions} where model_id = $1 order by registered_at desc, version desc`, [modelId]);

export async function activeVersion(rows: Rows, line: string): Promise<ModelVersionRow | null> {
  return (await rows<ModelVersionRow>(`${versions} where line = $1 and status = 'active'`, [line]))[0] ?? null;
}

export interface Registration {
  readonly model: LoadedModel;
  readonly origin: ModelVersionRow['origin'];
  readonly metrics: ModelMetrics | null;
  readonly note: string | null;
}

/** Adds a version, or finds the existing one of exactly these files. */
export async function addVersion(rows: Rows, { model, origin, metrics, note }: Registration): Promise<ModelVersionRow> {
  const { id, modelSha256, manifestSha256, manifest, weights } = model;
  await rows(
    `insert into portal.model_version (line, model_id, model_sha256, manifest_sha256, manifest, weights, origin, metrics, note)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (model_id, model_sha256, manifest_sha256) do nothing`,
    [
      lineOf(manifest),
      id,
      modelSha256,
      manifestSha256,
      JSON.stringify(manifest),
      weights,
      origin,
      metrics && JSON.stringify(metrics),
      note,
    ],
  );
  const found = (await versionsOfModel(rows, id)).find((version) => isSame(version, model));
  if (!found) throw new Error('a model version was neither added nor found');
  return found;
}

export function isSame(
  version: Pick<ModelVersionRow, 'modelId' | 'modelSha256' | 'manifestSha256'>,
  model: Pick<LoadedModel, 'id' | 'modelSha256' | 'manifestSha256'>,
): boolean {
  return (
    version.modelId === model.id &&
    version.modelSha256 === model.modelSha256 &&
    version.manifestSha256 === model.manifestSha256
  );
}

/** The database updates the statuses itself: see the trigger on portal.model_event. */
export async function addEvent(
  rows: Rows,
  action: Exclude<ModelAction, 'registered'>,
  versionId: string,
  reason: string,
): Promise<void> {
  await rows('insert into portal.model_event (action, version_id, reason) values ($1, $2, $3)', [
    action,
    versionId,
    reason,
  ]);
}

/** The newest first. */
export const eventsOf = (rows: Rows, line: string | null): Promise<ModelEventRow[]> =>
  rows(
    `select e.id::text, e.at, e.user_name as by, e.action, e.line, e.version_id as "versionId", v.version,
       e.previous_id as "previousId", p.version as "previousVersion", e.reason, v.origin,
       v.outcome_centres as "outcomeCentres"
     from portal.model_event e
     join portal.model_version v on v.id = e.version_id
     left join portal.model_version p on p.id = e.previous_id
     where $1::text is null or e.line = $1 order by e.at desc, e.id desc limit 500`,
    [line],
  );

/**
 * Which version a rollback brings back: the one that preceded the active one or, where none is active, the last one
 * retired while active. Rolling back twice goes back two steps instead of undoing the first. Locks the line.
 */
export async function rollbackTarget(rows: Rows, line: string): Promise<string | null> {
  await rows('select portal.lock_model_line($1)', [line]);
  const active = await activeVersion(rows, line);
  const [found] = active
    ? await rows<{ id: string | null }>(
        `select e.previous_id as id from portal.model_event e where e.version_id = $1 and e.action = 'activated'
         order by e.at desc, e.id desc limit 1`,
        [active.id],
      )
    : await rows<{ id: string | null }>(
        `select e.version_id as id from portal.model_event e
         where e.line = $1 and e.action = 'retired' and e.previous_id = e.version_id order by e.at desc, e.id desc limit 1`,
        [line],
      );
  return found?.id ?? null;
}
