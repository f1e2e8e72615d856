import { readStatementText, type Statement } from '@haim/schema';
import { type Asker, readableCentres } from '../../context/asker.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type RunStatus } from '../../jobs/run-status.ts';

/** The explanation of one run's score, with its data on that run. */
export interface SensitivityRow {
  readonly id: string;
  readonly centreId: number;
  readonly inferenceId: string;
  readonly slideId: string;
  readonly modelId: string;
  readonly modelSha256: string;
  readonly weights: string;
  readonly positiveClass: string;
  readonly classes: readonly string[];
  readonly status: RunStatus;
  readonly stage: string | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly attempts: number;
  readonly prps: number | null;
  readonly method: Statement | null;
  readonly blockPatches: number | null;
  readonly blockCount: number | null;
  readonly scale: number | null;
  readonly providerRan: string | null;
  readonly bagReused: boolean | null;
  readonly seconds: number | null;
  readonly warnings: readonly Statement[];
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly requestedBy: string;
}

/** As the table holds it: statements are text there. */
type StoredRow = Omit<SensitivityRow, 'method' | 'warnings'> & { method: string | null; warnings: readonly string[] };

function fromStored({ method, warnings, ...row }: StoredRow): SensitivityRow {
  return {
    ...row,
    method: method === null ? null : readStatementText(method),
    warnings: warnings.map(readStatementText),
  };
}

/** Columns of equal length over the kept patches of the run. */
export interface SensitivityMapRow {
  readonly id: string;
  readonly sizePx: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly block: readonly number[];
  readonly value: readonly number[] | null;
}

const explanationSql = `
  select s.id, s.centre_id as "centreId", s.inference_id as "inferenceId", i.slide_id as "slideId", i.model_id as "modelId",
    i.model_sha256 as "modelSha256", i.weights, i.result ->> 'positiveClass' as "positiveClass",
    i.result -> 'classes' as classes, s.status, s.stage, s.done, s.total, s.attempt as attempts, s.prps, s.method,
    s.block_patches as "blockPatches", s.block_count as "blockCount", s.scale, s.provider_ran as "providerRan",
    s.bag_reused as "bagReused", s.seconds, s.warnings, s.error_code as "errorCode", s.error_message as "errorMessage",
    s.queued_at as "queuedAt", s.started_at as "startedAt", s.finished_at as "finishedAt",
    s.requested_by as "requestedBy"
  from portal.sensitivity s
  join portal.inference i on i.centre_id = s.centre_id and i.id = s.inference_id
  where s.centre_id = any($1)`;

export async function readExplanation(tx: StudyTransaction, asker: Asker, id: string): Promise<SensitivityRow | null> {
  const [row] = await tx.rows<StoredRow>(`${explanationSql} and s.id = $2`, [readableCentres(asker), id]);
  return row ? fromStored(row) : null;
}

/** The newest explanation of each of many runs, in one statement. */
export async function readExplanationsOf(
  tx: StudyTransaction,
  asker: Asker,
  inferenceIds: readonly string[],
): Promise<SensitivityRow[]> {
  const rows = await tx.rows<StoredRow>(
    `select distinct on ("inferenceId") * from (${explanationSql} and s.inference_id = any($2)) newest
     order by "inferenceId", "queuedAt" desc, id`,
    [readableCentres(asker), inferenceIds],
  );
  return rows.map(fromStored);
}

export function readSensitivityMaps(
  tx: StudyTransaction,
  asker: Asker,
  ids: readonly string[],
): Promise<SensitivityMapRow[]> {
  return tx.rows(
    `select s.id, p.size_px as "sizePx", kept.x, kept.y, v.value, v.block
     from portal.sensitivity s
     join portal.sensitivity_values v on v.centre_id = s.centre_id and v.sensitivity_id = s.id
     join portal.inference_patches p on p.centre_id = s.centre_id and p.inference_id = s.inference_id
     cross join lateral (
       select array_agg(patch.x order by patch.place) as x, array_agg(patch.y order by patch.place) as y
       from unnest(p.x, p.y, p.reason) with ordinality patch (x, y, reason, place) where patch.reason is null
     ) kept
     where s.centre_id = any($1) and s.id = any($2)`,
    [readableCentres(asker), ids],
  );
}
