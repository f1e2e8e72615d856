import { needRightAt, readableCentres } from '../../context/asker.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound } from '../../context/portal-error.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { cancelRun } from '../../jobs/cancel-run.ts';
import { type JobQueue } from '../../jobs/job-queue.ts';
import { isOver } from '../../jobs/run-status.ts';
import { type Watched } from '../../jobs/run-watch.ts';
import { type InferenceService } from '../inference/index.ts';
import {
  readExplanation,
  readExplanationsOf,
  readSensitivityMaps,
  type SensitivityMapRow,
  type SensitivityRow,
} from './sensitivity.query.ts';

/** Explanations of scores: requested by whoever may run models, computed by a worker. */
export class SensitivityService {
  constructor(
    private readonly db: StudyDb,
    private readonly runs: Pick<InferenceService, 'one'>,
    private readonly queue: JobQueue,
  ) {}

  /** @throws NOT_FOUND where the explanation is absent or of a foreign centre. */
  async one({ asker }: PortalContext, id: string): Promise<SensitivityRow> {
    const row = isId(id) ? await this.db.read(asker, (tx) => readExplanation(tx, asker, id)) : null;
    if (!row) throw notFound('sensitivity');
    return row;
  }

  ofRuns({ asker }: PortalContext, inferenceIds: readonly string[]): Promise<SensitivityRow[]> {
    return this.db.read(asker, (tx) => readExplanationsOf(tx, asker, inferenceIds));
  }

  maps({ asker }: PortalContext, ids: readonly string[]): Promise<SensitivityMapRow[]> {
    return this.db.read(asker, (tx) => readSensitivityMaps(tx, asker, ids));
  }

  /**
   * Queues the explanation of a run's score; row and job are there together or not at all. One that is finished or
   * under way is returned instead of a second one.
   *
   * @throws NOT_FOUND for the run, FORBIDDEN without the right, BAD_USER_INPUT for a run without a score.
   */
  async explain(ctx: PortalContext, inferenceId: string): Promise<SensitivityRow> {
    const { centreId, status } = await this.runs.one(ctx, inferenceId);
    needRightAt(ctx.asker, 'runModels', [centreId]);
    if (status !== 'done') throw badInput('the run has no score yet: only a run that is done can be explained');
    // One that is under way may end without a result between the two statements; then there is room for a new one.
    for (let tries = 0; tries < 3; tries++) {
      const row = await this.db.write(ctx.asker, null, (tx) => this.addOrFind(tx, ctx, inferenceId));
      if (row) return row;
    }
    throw new Error('an explanation was neither added nor found');
  }

  private async addOrFind(
    tx: WriteTransaction,
    { asker }: PortalContext,
    inferenceId: string,
  ): Promise<SensitivityRow | null> {
    const centres = readableCentres(asker);
    const [added] = await tx.rows<{ id: string }>(
      `insert into portal.sensitivity (inference_id, centre_id, patient_id, requested_by, updated_by)
       select id, centre_id, patient_id, $3, $4 from portal.inference where id = $1 and centre_id = any($2)
       on conflict (inference_id, centre_id) where status in ('queued', 'running', 'done') do nothing returning id`,
      [inferenceId, centres, asker.name, asker.userId],
    );
    if (added) {
      await this.queue.enqueue(tx, { kind: 'sensitivity', id: added.id });
      return readExplanation(tx, asker, added.id);
    }
    const [present] = await tx.rows<{ id: string }>(
      `select id from portal.sensitivity
       where centre_id = any($1) and inference_id = $2 and status in ('queued', 'running', 'done')`,
      [centres, inferenceId],
    );
    return present ? readExplanation(tx, asker, present.id) : null;
  }

  /** A queued one ends at once; the worker of one under way stops within two seconds. Idempotent. */
  async cancel(ctx: PortalContext, id: string): Promise<SensitivityRow> {
    const { asker } = ctx;
    const { centreId } = await this.one(ctx, id);
    needRightAt(asker, 'runModels', [centreId]);
    await this.db.write(asker, null, (tx) => cancelRun(tx, 'sensitivity', id, asker));
    const row = await this.one(ctx, id);
    if (isOver(row.status) && row.status !== 'cancelled') throw badInput(`the explanation is already ${row.status}`);
    return row;
  }
}

export const sensitivityWatched = (service: SensitivityService): Watched<SensitivityRow> => ({
  kind: 'sensitivity',
  read: (ctx, id) => service.one(ctx, id),
  isOver: ({ status }) => isOver(status),
});
