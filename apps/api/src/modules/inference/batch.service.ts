import { needRightAt, readableCentres } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { type JobQueue } from '../../jobs/job-queue.ts';
import { priorities, type Priority } from '../../jobs/priority.ts';
import { type Watched } from '../../jobs/run-watch.ts';
import { type ModelService } from '../models/index.ts';
import { type CohortInput } from '../cohort/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import {
  addRuns,
  batchOfAll,
  type BatchFailureRow,
  type BatchPlanRow,
  type BatchRequest,
  type BatchRow,
  type ModelVersion,
  planBatch,
  readBatch,
  readBatches,
  readBatchFailures,
} from './batch.query.ts';

const MOST_LISTED = 20;

/** One model on all slides of a cohort. */
export class BatchService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly models: ModelService,
    private readonly queue: JobQueue,
  ) {}

  /** @throws NOT_FOUND where the batch is absent or has no slide that the asker may read. */
  async one({ asker }: PortalContext, id: string): Promise<BatchRow> {
    const batch = isId(id) ? await this.db.read(asker, (tx) => readBatch(tx, id)) : null;
    if (!batch) throw notFound('batch');
    return batch;
  }

  list(ctx: PortalContext, study: string): Promise<BatchRow[]> {
    const { studyId } = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, (tx) => readBatches(tx, studyId, MOST_LISTED));
  }

  failures({ asker }: PortalContext, ids: readonly string[]): Promise<BatchFailureRow[]> {
    return this.db.read(asker, (tx) => readBatchFailures(tx, ids));
  }

  /** What running a model on a cohort would involve. @throws as `run`. */
  async plan(ctx: PortalContext, study: string, cohort: CohortInput | null, modelId: string): Promise<BatchPlanRow> {
    const scope = this.studies.scopeWith(ctx, study, 'runModels');
    const version = await this.versionOf(modelId);
    return this.db.read(ctx.asker, (tx) => planBatch(tx, scope, cohort, version));
  }

  /**
   * Queues a model on every slide of the cohort that has an image; rows and jobs are there together or not at all. A run
   * that is under way already is awaited instead of duplicated; the same request made twice returns the same batch.
   *
   * @throws NOT_FOUND for study or model, FORBIDDEN without the right, MODEL_REFUSED for an unusable model, BAD_USER_INPUT where nothing is to be done.
   */
  async run(ctx: PortalContext, study: string, request: BatchRequest, priority: Priority): Promise<BatchRow> {
    const scope = this.studies.scopeWith(ctx, study, 'runModels');
    const version = await this.versionOf(request.modelId);
    return this.db.write(ctx.asker, null, async (tx) => {
      const batch = await readBatch(tx, await this.add(tx, ctx, scope, { ...request, ...version }, priority));
      if (!batch) throw notFound('batch');
      return batch;
    });
  }

  /**
   * Ends what is queued or running of a batch, except a run that was under way before it, that another batch waits for or
   * that somebody requested with a higher priority. Idempotent.
   */
  async cancel(ctx: PortalContext, id: string): Promise<BatchRow> {
    const { asker } = ctx;
    const { centreIds } = await this.one(ctx, id);
    const readable = readableCentres(asker);
    needRightAt(
      asker,
      'runModels',
      centreIds.filter((centre) => readable.includes(centre)),
    );
    const isAllowed = await this.db.write(asker, null, async (tx) => {
      const [cancelled] = await tx.rows<{ id: string }>(
        `with hit as (
           update portal.inference_batch set cancelled_at = coalesce(cancelled_at, now()), updated_by = $2
           where id = $1 returning id
         ) select id from hit`,
        [id, asker.userId],
      );
      if (!cancelled) return false;
      await tx.rows(
        `update portal.inference i set status = 'cancelled', finished_at = now(), version = version + 1, updated_at = now(),
           updated_by = $2
         from portal.inference_batch_run n join portal.inference_batch b on b.id = n.batch_id
         where n.batch_id = $1 and n.added and i.id = n.inference_id and i.centre_id = n.centre_id
           and i.status in ('queued', 'running') and i.priority <= b.priority
           and not exists (
             select from portal.inference_batch_run other join portal.inference_batch ob on ob.id = other.batch_id
             where other.inference_id = i.id and other.batch_id <> n.batch_id and ob.cancelled_at is null)`,
        [id, asker.userId],
      );
      return true;
    });
    if (!isAllowed)
      throw badInput('the batch holds slides of centres that you do not read: someone who does may end it');
    return this.one(ctx, id);
  }

  private async versionOf(modelId: string): Promise<ModelVersion> {
    const { model, version } = await this.models.runnable(modelId);
    return { modelId, modelSha256: model.modelSha256, versionId: version.id };
  }

  private async add(
    tx: WriteTransaction,
    { asker }: PortalContext,
    scope: StudyScope,
    request: BatchRequest & ModelVersion,
    priority: Priority,
  ): Promise<string> {
    const level = priorities[priority];
    const members = await addRuns(tx, scope, request, { priority: level, name: asker.name, userId: asker.userId });
    const added = members.filter((member) => member.added).map(({ id }) => id);
    if (members.length === 0) {
      const { withImage, scored } = await planBatch(tx, scope, request.cohort, request);
      throw badInput(
        withImage === 0
          ? 'no slide of this selection has an image: attach images, or select other patients'
          : `all ${scored} slides with an image are scored by this version of the model: ask for them again, or select others`,
      );
    }
    const known = added.length === 0 ? await batchOfAll(tx, members) : null;
    if (known !== null) return known;
    const [batch] = await tx.rows<{ id: string }>(
      `insert into portal.inference_batch (study_id, centre_ids, model_id, model_sha256, provider_asked, priority,
         only_unscored, cohort, requested_by, updated_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
      [
        scope.studyId,
        [...new Set(members.map(({ centreId }) => centreId))],
        request.modelId,
        request.modelSha256,
        request.provider,
        level,
        request.onlyUnscored,
        request.cohort && JSON.stringify(request.cohort),
        asker.name,
        asker.userId,
      ],
    );
    if (!batch) throw new Error('a batch was not added');
    await tx.rows(
      `insert into portal.inference_batch_run (batch_id, inference_id, centre_id, added)
       select $1, run.id, run.centre_id, run.added
       from unnest($2::uuid[], $3::int[], $4::boolean[]) as run (id, centre_id, added)`,
      [
        batch.id,
        members.map(({ id }) => id),
        members.map(({ centreId }) => centreId),
        members.map((member) => member.added),
      ],
    );
    await this.queue.enqueueAll(tx, 'inference', added, priority);
    return batch.id;
  }
}

export const batchWatched = (batches: BatchService): Watched<BatchRow> => ({
  kind: 'inference_batch',
  read: (ctx, id) => batches.one(ctx, id),
  isOver: ({ finishedAt }) => finishedAt !== null,
});
