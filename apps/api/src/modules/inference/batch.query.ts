import { type StudyTransaction } from '../../db/study-db.ts';
import { type CohortInput, cohortSql, type CohortSql } from '../cohort/index.ts';
import { type StudyScope } from '../studies/index.ts';
import { type InferenceRow } from './inference.query.ts';

/** A batch with a summary of its runs, of those that the asker may see. */
export interface BatchRow {
  readonly id: string;
  readonly centreIds: readonly number[];
  readonly modelId: string;
  readonly modelSha256: string;
  readonly providerAsked: InferenceRow['providerAsked'];
  readonly priority: number;
  readonly onlyUnscored: boolean;
  readonly requestedBy: string;
  readonly queuedAt: Date;
  readonly cancelledAt: Date | null;
  /** Start of its first run; null while none has begun. */
  readonly startedAt: Date | null;
  /** End of its last run; null until all are over. */
  readonly finishedAt: Date | null;
  readonly total: number;
  readonly queued: number;
  readonly running: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Summed share of patches computed over the runs under way: 1.5 is one and a half runs. */
  readonly partly: number;
}

/** What a batch of a model over a cohort would find. */
export interface BatchPlanRow {
  readonly slides: number;
  readonly withImage: number;
  /** Scored by this version of the model. */
  readonly scored: number;
  readonly underWay: number;
  /** Further slides, of patients whom analyses leave out as not eligible: no run is made of them. */
  readonly leftOut: number;
}

export interface BatchFailureRow {
  readonly batchId: string;
  readonly inferenceId: string;
  readonly slideId: string;
  readonly barcode: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface ModelVersion {
  readonly modelId: string;
  readonly modelSha256: string;
  readonly versionId: string;
}

const batchSql = `
  select b.id, b.centre_ids as "centreIds", b.model_id as "modelId", b.model_sha256 as "modelSha256", b.provider_asked as "providerAsked", b.priority,
    b.only_unscored as "onlyUnscored", b.requested_by as "requestedBy", b.queued_at as "queuedAt",
    b.cancelled_at as "cancelledAt", r.*
  from portal.inference_batch b
  cross join lateral (
    select count(*)::int as total, min(i.started_at) as "startedAt",
      case when bool_and(i.status not in ('queued', 'running')) then max(i.finished_at) end as "finishedAt",
      count(*) filter (where i.status = 'queued')::int as queued,
      count(*) filter (where i.status = 'running')::int as running,
      count(*) filter (where i.status = 'done')::int as done,
      count(*) filter (where i.status = 'failed')::int as failed,
      count(*) filter (where i.status = 'cancelled')::int as cancelled,
      coalesce(sum(i.done::float8 / nullif(i.total, 0)) filter (where i.status = 'running' and i.stage = 'features'), 0)
        as partly
    from portal.inference_batch_run n
    join portal.inference i on i.centre_id = n.centre_id and i.id = n.inference_id
    where n.batch_id = b.id
  ) r`;

export async function readBatch(tx: StudyTransaction, id: string): Promise<BatchRow | null> {
  const [batch] = await tx.rows<BatchRow>(`${batchSql} where b.id = $1`, [id]);
  return batch ?? null;
}

/** The newest batches of a study. */
export function readBatches(tx: StudyTransaction, studyId: number, most: number): Promise<BatchRow[]> {
  return tx.rows(`${batchSql} where b.study_id = $1 order by b.queued_at desc, b.id limit $2`, [studyId, most]);
}

export function readBatchFailures(tx: StudyTransaction, batchIds: readonly string[]): Promise<BatchFailureRow[]> {
  return tx.rows(
    `select n.batch_id as "batchId", i.id as "inferenceId", i.slide_id as "slideId", l.barcode,
       i.error_code as "errorCode", i.error_message as "errorMessage"
     from portal.inference_batch_run n
     join portal.inference i on i.centre_id = n.centre_id and i.id = n.inference_id
     join portal.slide l on l.centre_id = i.centre_id and l.id = i.slide_id
     where n.batch_id = any($1) and i.status = 'failed' order by l.barcode, i.id`,
    [batchIds],
  );
}

/**
 * The slides of a cohort, one row each: whether it has an image, is scored, is under way, or is of a patient left out. A run on
 * outlines is not part of a batch, which scores the whole tissue of every slide.
 */
function slidesOf(where: CohortSql, { modelId, modelSha256, versionId }: ModelVersion): string {
  const [id, sha256, version] = [where.value(modelId), where.value(modelSha256), where.value(versionId)];
  return `
    select l.id, l.centre_id, l.patient_id, f.id is not null as has_image, ${where.leftOut()} as is_left_out,
      exists (select from portal.inference i where i.centre_id = l.centre_id and i.slide_id = l.id and i.model_id = ${id}
        and i.model_sha256 = ${sha256} and i.rois = '[]' and i.status = 'done') as is_scored,
      exists (select from portal.inference i where i.centre_id = l.centre_id and i.slide_id = l.id and i.model_id = ${id}
        and i.rois = '[]' and i.version_asked is not distinct from ${version} and i.status in ('queued', 'running')) as is_under_way
    from portal.subject s
    join portal.slide l on l.centre_id = s.centre_id and l.patient_id = s.id
    left join portal.slide_file f on f.centre_id = l.centre_id and f.slide_id = l.id
    where ${where.where()}`;
}

export async function planBatch(
  tx: StudyTransaction,
  scope: StudyScope,
  cohort: CohortInput | null,
  version: ModelVersion,
): Promise<BatchPlanRow> {
  const where = await cohortSql(tx, scope, cohort);
  const [plan] = await tx.rows<BatchPlanRow>(
    `select count(*) filter (where not is_left_out)::int as slides,
       count(*) filter (where has_image and not is_left_out)::int as "withImage",
       count(*) filter (where has_image and is_scored and not is_left_out)::int as scored,
       count(*) filter (where has_image and is_under_way and not is_left_out)::int as "underWay",
       count(*) filter (where is_left_out)::int as "leftOut"
     from (${slidesOf(where, version)}) slide`,
    where.values,
  );
  return plan ?? { slides: 0, withImage: 0, scored: 0, underWay: 0, leftOut: 0 };
}

export interface BatchRequest {
  readonly cohort: CohortInput | null;
  readonly modelId: string;
  readonly provider: InferenceRow['providerAsked'];
  readonly onlyUnscored: boolean;
}

export interface BatchMember {
  readonly id: string;
  readonly centreId: number;
  readonly added: boolean;
}

/** Adds a run for each slide of the cohort that has an image; one that is under way already is reused. */
export async function addRuns(
  tx: StudyTransaction,
  scope: StudyScope,
  { cohort, provider, onlyUnscored, ...version }: BatchRequest & ModelVersion,
  asked: { readonly priority: number; readonly name: string; readonly userId: string },
): Promise<BatchMember[]> {
  const chosen = async () => {
    const where = await cohortSql(tx, scope, cohort);
    const slides = slidesOf(where, version);
    const onlyNew = where.value(onlyUnscored);
    return {
      where,
      sql: `select * from (${slides}) slide where has_image and not is_left_out and not (is_scored and ${onlyNew})`,
    };
  };
  const adding = await chosen();
  const [model, device, asks] = [version.modelId, provider, version.versionId].map((value) =>
    adding.where.value(value),
  );
  const by = [asked.priority, asked.name, asked.userId].map((value) => adding.where.value(value)).join(', ');
  const added = await tx.rows<BatchMember>(
    `with added as (
       insert into portal.inference (slide_id, centre_id, patient_id, model_id, provider_asked, version_asked, priority, requested_by, updated_by)
       select id, centre_id, patient_id, ${model}, ${device}, ${asks}, ${by} from (${adding.sql}) chosen order by id
       on conflict do nothing returning id, centre_id
     ) select id, centre_id as "centreId", true as added from added`,
    adding.where.values,
  );
  const waiting = await chosen();
  const found = await tx.rows<BatchMember>(
    `select i.id, i.centre_id as "centreId", false as added from portal.inference i
     join (${waiting.sql}) chosen on chosen.centre_id = i.centre_id and chosen.id = i.slide_id
     where i.model_id = ${waiting.where.value(version.modelId)} and i.provider_asked = ${waiting.where.value(provider)}
       and i.version_asked is not distinct from ${waiting.where.value(version.versionId)}
       and i.rois = '[]' and i.status in ('queued', 'running') and i.id <> all(${waiting.where.value(added.map(({ id }) => id))})`,
    waiting.where.values,
  );
  return [...added, ...found];
}

/** The batch that waits for exactly these runs; null where there is none. */
export async function batchOfAll(tx: StudyTransaction, members: readonly BatchMember[]): Promise<string | null> {
  const [batch] = await tx.rows<{ id: string }>(
    `select b.id from portal.inference_batch b
     join portal.inference_batch_run n on n.batch_id = b.id
     join portal.inference i on i.centre_id = n.centre_id and i.id = n.inference_id and i.status in ('queued', 'running')
     where b.cancelled_at is null and b.centre_ids @> $2 and b.centre_ids <@ $2
     group by b.id having count(*) = cardinality($1::uuid[]) and bool_and(i.id = any($1))
     order by b.queued_at desc limit 1`,
    [members.map(({ id }) => id), members.map(({ centreId }) => centreId)],
  );
  return batch?.id ?? null;
}
