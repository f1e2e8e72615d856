import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { cancelRun } from '../../jobs/cancel-run.ts';
import { type JobQueue } from '../../jobs/job-queue.ts';
import { isOver } from '../../jobs/run-status.ts';
import { type Watched } from '../../jobs/run-watch.ts';
import { type StudyService } from '../studies/index.ts';
import { insertRun, type QualityRunRow, readLastFinish, readNewestRun, readRun } from './quality-run.query.ts';

export interface NewestRun {
  readonly newest: QualityRunRow | null;
  /** When what is shown was found. */
  readonly foundAt: Date | null;
}

/** Runs of the rules over a study, all centres of it: what each finds is shown to whoever reads that centre. */
export class QualityRunService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly queue: JobQueue,
  ) {}

  newest(ctx: PortalContext, studyId: number): Promise<NewestRun> {
    return this.db.read(ctx.asker, async (tx) => {
      const [newest, foundAt] = await Promise.all([readNewestRun(tx, studyId), readLastFinish(tx, studyId)]);
      return { newest, foundAt };
    });
  }

  /** @throws NOT_FOUND where the run is absent or of a study that the asker may not read. */
  async one({ asker }: PortalContext, id: string): Promise<QualityRunRow> {
    const run = isId(id) ? await this.db.read(asker, (tx) => readRun(tx, id)) : null;
    if (!run) throw notFound('run of rules');
    return run;
  }

  /**
   * Queues a run; row and job are there together or not at all.
   *
   * @throws NOT_FOUND for the study, STUDY_CLOSED, FORBIDDEN; CONFLICT where a run of the study waits or is under way.
   */
  start(ctx: PortalContext, study: string): Promise<QualityRunRow> {
    const { studyId } = this.studies.scopeWith(ctx, study, 'raiseQueries');
    return this.db.write(ctx.asker, null, async (tx) => {
      const id = await insertRun(tx, studyId, ctx.asker);
      if (id === null) throw new PortalError('CONFLICT', 'the rules of this study are being run already');
      await this.queue.enqueue(tx, { kind: 'quality_run', id });
      const run = await readRun(tx, id);
      if (!run) throw notFound('run of rules');
      return run;
    });
  }

  /** A queued run ends at once, one under way within a second; what the run before it found stays. Idempotent. */
  async cancel(ctx: PortalContext, id: string): Promise<QualityRunRow> {
    const { study } = await this.one(ctx, id);
    this.studies.scopeWith(ctx, study, 'raiseQueries');
    await this.db.write(ctx.asker, null, (tx) => cancelRun(tx, 'quality_run', id, ctx.asker));
    const run = await this.one(ctx, id);
    if (isOver(run.status) && run.status !== 'cancelled') throw badInput(`the run is already ${run.status}`);
    return run;
  }
}

export const qualityRunWatched = (runs: QualityRunService): Watched<QualityRunRow> => ({
  kind: 'quality_run',
  read: (ctx, id) => runs.one(ctx, id),
  isOver: ({ status }) => isOver(status),
});
