import { readableCentres, type Asker } from '../../context/asker.ts';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type RunStatus } from '../../jobs/run-status.ts';
import { type ChosenRoi } from '../rois/index.ts';
import { type StoredScore } from './score-slide-kind.ts';

export interface InferenceRow {
  readonly id: string;
  readonly centreId: number;
  readonly slideId: string;
  readonly modelId: string;
  readonly modelSha256: string | null;
  readonly weights: string | null;
  readonly status: RunStatus;
  /** As a number, as in the queue. */
  readonly priority: number;
  readonly stage: string | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly providerAsked: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  readonly providerRan: string | null;
  readonly prps: number | null;
  readonly threshold: number | null;
  readonly predictedClass: string | null;
  readonly attempts: number;
  /** What the run is confined to; empty for the whole tissue. */
  readonly rois: readonly ChosenRoi[];
  readonly result: Partial<StoredScore> | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly requestedBy: string;
}

export interface PatchMapRow {
  readonly id: string;
  readonly sizePx: number;
  readonly x: number[];
  readonly y: number[];
  readonly reason: (string | null)[];
}

const runSql = `
  select id, centre_id as "centreId", slide_id as "slideId", model_id as "modelId", model_sha256 as "modelSha256", weights, status, priority, stage, done, total,
    provider_asked as "providerAsked", provider_ran as "providerRan", prps, threshold, predicted_class as "predictedClass",
    attempt as attempts, rois, result, error_code as "errorCode", error_message as "errorMessage", queued_at as "queuedAt",
    started_at as "startedAt", finished_at as "finishedAt", requested_by as "requestedBy"
  from portal.inference where centre_id = any($1)`;

export async function readRun(tx: StudyTransaction, asker: Asker, id: string): Promise<InferenceRow | null> {
  const rows = await tx.rows<InferenceRow>(`${runSql} and id = $2`, [readableCentres(asker), id]);
  return rows[0] ?? null;
}

/** The runs of many slides in one statement, newest first. */
export function readRunsOfSlides(
  tx: StudyTransaction,
  asker: Asker,
  slideIds: readonly string[],
): Promise<InferenceRow[]> {
  return tx.rows(`${runSql} and slide_id = any($2) order by queued_at desc, id`, [readableCentres(asker), slideIds]);
}

export function readPatchMaps(tx: StudyTransaction, asker: Asker, ids: readonly string[]): Promise<PatchMapRow[]> {
  return tx.rows(
    `select inference_id as id, size_px as "sizePx", x, y, reason from portal.inference_patches
     where centre_id = any($1) and inference_id = any($2)`,
    [readableCentres(asker), ids],
  );
}

/** Columns of equal length over the kept patches of a run whose head has an attention. */
export interface AttentionRow {
  readonly id: string;
  readonly sizePx: number;
  readonly x: number[];
  readonly y: number[];
  readonly share: number[];
}

export function readAttentions(tx: StudyTransaction, asker: Asker, ids: readonly string[]): Promise<AttentionRow[]> {
  return tx.rows(
    `select p.inference_id as id, p.size_px as "sizePx", kept.x, kept.y, p.attention as share
     from portal.inference_patches p
     cross join lateral (
       select array_agg(patch.x order by patch.place) as x, array_agg(patch.y order by patch.place) as y
       from unnest(p.x, p.y, p.reason) with ordinality patch (x, y, reason, place) where patch.reason is null
     ) kept
     where p.centre_id = any($1) and p.inference_id = any($2) and p.attention is not null`,
    [readableCentres(asker), ids],
  );
}

/** A part of what a run has judged so far: the grid, or what came after the part before. */
export interface JudgedPartRow {
  readonly part: number;
  readonly attempt: number;
  /** Of the grid alone. */
  readonly sizePx: number | null;
  readonly x: number[] | null;
  readonly y: number[] | null;
  /** Of the others: indices in the grid. */
  readonly place: number[] | null;
  readonly reason: (string | null)[];
}

/** @param known - the parts that the asker has: of another attempt they are of no use. */
export function readJudgedParts(
  tx: StudyTransaction,
  asker: Asker,
  id: string,
  known: { readonly attempt: number; readonly last: number },
): Promise<JudgedPartRow[]> {
  return tx.rows(
    `select part, attempt, size_px as "sizePx", x, y, place, reason from portal.judged_patches
     where centre_id = any($1) and inference_id = $2 and (attempt <> $3 or part > $4) order by part`,
    [readableCentres(asker), id, known.attempt, known.last],
  );
}
