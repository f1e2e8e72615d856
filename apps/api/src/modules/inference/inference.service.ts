import { type Asker, needRightAt, readableCentres } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { cancelRun } from '../../jobs/cancel-run.ts';
import { type JobQueue } from '../../jobs/job-queue.ts';
import { priorities, type Priority } from '../../jobs/priority.ts';
import { isOver } from '../../jobs/run-status.ts';
import { type Watched } from '../../jobs/run-watch.ts';
import { type ModelService } from '../models/index.ts';
import { type ChosenRoi, type RoiService } from '../rois/index.ts';
import { refuseUnequal, type SlideService } from '../slides/index.ts';
import { type PatchAttention, toAttention } from './attention.type.ts';
import {
  type InferenceRow,
  type JudgedPartRow,
  type PatchMapRow,
  readAttentions,
  readJudgedParts,
  readPatchMaps,
  readRun,
  readRunsOfSlides,
} from './inference.query.ts';

export interface RunRequest {
  readonly slideId: string;
  readonly modelId: string;
  readonly provider: InferenceRow['providerAsked'];
  /** Normal by default. */
  readonly priority?: Priority;
  /** Outlines of the slide to which the run is confined; if empty, the whole tissue. */
  readonly roiIds?: readonly string[];
}

export class InferenceService {
  constructor(
    private readonly db: StudyDb,
    private readonly slides: SlideService,
    private readonly rois: RoiService,
    private readonly models: ModelService,
    private readonly queue: JobQueue,
  ) {}

  /** @throws NOT_FOUND where the run is absent or of a foreign centre. */
  async one({ asker }: PortalContext, id: string): Promise<InferenceRow> {
    const run = isId(id) ? await this.db.read(asker, (tx) => readRun(tx, asker, id)) : null;
    if (!run) throw notFound('inference');
    return run;
  }

  ofSlides({ asker }: PortalContext, slideIds: readonly string[]): Promise<InferenceRow[]> {
    return this.db.read(asker, (tx) => readRunsOfSlides(tx, asker, slideIds));
  }

  patchMaps({ asker }: PortalContext, ids: readonly string[]): Promise<PatchMapRow[]> {
    return this.db.read(asker, (tx) => readPatchMaps(tx, asker, ids));
  }

  /** Of the runs whose head has one. */
  async attentions({ asker }: PortalContext, ids: readonly string[]): Promise<(PatchAttention & { id: string })[]> {
    const rows = await this.db.read(asker, (tx) => readAttentions(tx, asker, ids));
    return rows.map(({ id, ...columns }) => ({ id, ...toAttention(columns) }));
  }

  /**
   * What a run without a score has found of its patches, after the parts that the asker has; empty if there is no more.
   *
   * @throws NOT_FOUND as `one`.
   */
  async judged(ctx: PortalContext, id: string, known: { attempt: number; last: number }): Promise<JudgedPartRow[]> {
    await this.one(ctx, id);
    return this.db.read(ctx.asker, (tx) => readJudgedParts(tx, ctx.asker, id, known));
  }

  /**
   * Queues a model on a slide; row and job are there together or not at all. The same run already under way is returned
   * instead of a second one.
   *
   * @throws NOT_FOUND for slide, model or outline, FORBIDDEN without the right, BAD_USER_INPUT for a slide without image, MODEL_REFUSED for an unusable model.
   */
  async run(ctx: PortalContext, request: RunRequest): Promise<InferenceRow> {
    const slide = await this.slides.one(ctx, request.slideId);
    needRightAt(ctx.asker, 'runModels', [slide.centreId]);
    if (!slide.file) throw badInput('the portal holds no image of this slide');
    refuseUnequal(slide.file);
    if (slide.file.micronsPerPixel === null) {
      throw badInput('the image file does not state its microns per pixel: state them on the page of the slide first');
    }
    const { version } = await this.models.runnable(request.modelId);
    // A run that is under way may end between the two statements; then there is room for a new one.
    for (let tries = 0; tries < 3; tries++) {
      const run = await this.db.write(ctx.asker, null, (tx) => this.addOrFind(tx, ctx, request, version.id));
      if (run) return run;
    }
    throw new Error('a run was neither added nor found');
  }

  private async addOrFind(
    tx: WriteTransaction,
    { asker }: PortalContext,
    { slideId, modelId, provider, priority = 'normal', roiIds = [] }: RunRequest,
    versionId: string,
  ): Promise<InferenceRow | null> {
    // The current versions: what is saved later belongs to another run.
    const chosen: ChosenRoi[] = await this.rois.chosen(tx, asker, slideId, roiIds);
    const rois = JSON.stringify(chosen);
    const [added] = await tx.rows<{ id: string }>(
      `insert into portal.inference (slide_id, centre_id, patient_id, model_id, provider_asked, rois, priority, requested_by,
         updated_by, version_asked)
       select id, centre_id, patient_id, $3, $4, $5, $6, $7, $8, $9 from portal.slide where id = $1 and centre_id = any($2)
       on conflict (slide_id, model_id, provider_asked, md5(rois::text), centre_id, version_asked) where status in ('queued', 'running') do nothing
       returning id`,
      [
        slideId,
        readableCentres(asker),
        modelId,
        provider,
        rois,
        priorities[priority],
        asker.name,
        asker.userId,
        versionId,
      ],
    );
    if (added) {
      await this.queue.enqueue(tx, { kind: 'inference', id: added.id }, priority);
      return readRun(tx, asker, added.id);
    }
    const [underWay] = await tx.rows<{ id: string }>(
      `select id from portal.inference where centre_id = any($1) and slide_id = $2 and model_id = $3 and provider_asked = $4
         and rois = $5::jsonb and version_asked is not distinct from $6 and status in ('queued', 'running')`,
      [readableCentres(asker), slideId, modelId, provider, rois, versionId],
    );
    if (!underWay) return null;
    await this.hasten(tx, asker, underWay.id, priority);
    return readRun(tx, asker, underWay.id);
  }

  /** A run that is queued in a batch moves ahead when somebody requests it individually. */
  private async hasten(tx: WriteTransaction, asker: Asker, id: string, priority: Priority): Promise<void> {
    const moved = await tx.rows<{ id: string }>(
      `with moved as (
         update portal.inference set priority = $2, version = version + 1, updated_at = now(), updated_by = $3
         where id = $1 and status = 'queued' and priority < $2 returning id
       ) select id from moved`,
      [id, priorities[priority], asker.userId],
    );
    if (moved.length > 0) await this.queue.hasten(tx, { kind: 'inference', id }, priority);
  }

  /** A queued run ends at once; the worker of a running one notices within a second and stops. Idempotent. */
  async cancel(ctx: PortalContext, id: string): Promise<InferenceRow> {
    const { asker } = ctx;
    const { centreId } = await this.one(ctx, id);
    needRightAt(asker, 'runModels', [centreId]);
    await this.db.write(asker, null, (tx) => cancelRun(tx, 'inference', id, asker));
    const run = await this.one(ctx, id);
    if (isOver(run.status) && run.status !== 'cancelled') throw badInput(`the run is already ${run.status}`);
    return run;
  }
}

export const inferenceWatched = (runs: InferenceService): Watched<InferenceRow> => ({
  kind: 'inference',
  read: (ctx, id) => runs.one(ctx, id),
  isOver: ({ status }) => isOver(status),
});
