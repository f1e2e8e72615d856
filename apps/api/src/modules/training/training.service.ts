import { embeddingWidth, hasBag, ModelError } from '@haim/ml';
import { needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { cancelRun } from '../../jobs/cancel-run.ts';
import { type JobQueue } from '../../jobs/job-queue.ts';
import { isOver } from '../../jobs/run-status.ts';
import { type Watched } from '../../jobs/run-watch.ts';
import { type ModelService, type RunnableModel } from '../models/index.ts';
import { positiveClass } from '../cohort/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { heldOutRocs } from './cross-validate.ts';
import { dealFolds } from './deal-folds.ts';
import { labelRule, planTraining, settingsOf, splitRuleOf, type TrainingPlan } from './plan-training.ts';
import { slidesOfCohort } from './training-cases.query.ts';
import { type TrainingInput } from './training.input.ts';
import {
  type CurveRow,
  insertTraining,
  readCases,
  readCurve,
  readTraining,
  readTrainings,
  type TrainingCaseRow,
  type TrainingRow,
} from './training.query.ts';

export interface TrainingServiceParts {
  readonly db: StudyDb;
  readonly studies: StudyService;
  readonly models: ModelService;
  readonly queue: JobQueue;
  readonly bagsDir: string;
}

/** What a run would consist of, before it is requested. */
export interface TrainingPreviewed extends TrainingPlan {
  readonly labelRule: string;
  /** Slides whose features need not be made again. */
  readonly bagsKept: number;
  readonly weights: string;
}

/**
 * Runs that train a head, over the centres that the asker may read. Anyone who may not read all centres of a run sees
 * none of it.
 */
export class TrainingService {
  constructor(private readonly parts: TrainingServiceParts) {}

  /** @throws NOT_FOUND for study or model, BAD_USER_INPUT naming a field, MODEL_REFUSED for a model without embedding. */
  async preview(ctx: PortalContext, study: string, input: TrainingInput): Promise<TrainingPreviewed> {
    const scope = this.parts.studies.scopeWith(ctx, study, 'trainModels');
    settingsOf(input);
    const { model } = await this.trainable(input);
    const plan = await this.parts.db.read(ctx.asker, (tx) => this.plan(tx, scope, input));
    let bagsKept = 0;
    for (const { slideSha256, regions } of plan.cases) {
      const roi = regions.length > 0 ? regions.flat() : undefined;
      if (await hasBag({ model, bagDir: this.parts.bagsDir, provider: 'auto', roi }, slideSha256)) bagsKept++;
    }
    return { ...plan, labelRule, bagsKept, weights: model.manifest.graphs.features.weights };
  }

  /**
   * Stores the list of cases and queues the training; rows and job are there together or not at all.
   *
   * @param snapshotId - that of the preview the user saw; null to train on the current cases.
   * @throws as preview; CONFLICT if the list of cases has changed since.
   */
  async start(
    ctx: PortalContext,
    study: string,
    input: TrainingInput,
    snapshotId: string | null,
  ): Promise<TrainingRow> {
    const { db, studies, queue } = this.parts;
    const scope = studies.scopeWith(ctx, study, 'trainModels');
    const settings = settingsOf(input);
    const { version } = await this.trainable(input);
    return db.write(ctx.asker, null, async (tx) => {
      const { cases, problems, mostFolds, snapshotId: found } = await this.plan(tx, scope, input);
      const [problem] = problems;
      if (problem) throw badInput(`the ${problem.part} part has no ${problem.lacks} slide`);
      if (snapshotId !== null && snapshotId !== found) {
        throw new PortalError('CONFLICT', 'the slides or their labels have changed since the preview; look again');
      }
      const { folds, repeats } = settings;
      if (folds !== null && folds > mostFolds) throw tooFewForFolds(folds, mostFolds);
      const { cohort, split, tuningShare, testShare, testCentre, modelId, seed, classWeights, useOutlines } = input;
      const run = {
        ...{ ...settings, modelId, seed, classWeights, useOutlines },
        versionAsked: version.id,
        studyId: scope.studyId,
        centreIds: [...new Set(cases.map(({ centreId }) => centreId))].sort((a, b) => a - b),
        cohort: cohort ?? {},
        labelRule,
        split,
        testCentre: split === 'centre' ? (testCentre ?? null) : null,
        tuningShare,
        testShare: split === 'stratified' ? testShare : null,
        snapshotId: found,
      };
      const dealt = folds === null || repeats === null ? null : dealFolds(cases, { folds, repeats, seed });
      const folded = cases.map((one, i) => ({ ...one, folds: dealt?.[i] ?? null }));
      const id = await insertTraining(tx, ctx.asker, run, folded);
      await queue.enqueue(tx, { kind: 'training_run', id });
      return present(await readTraining(tx, id));
    });
  }

  /** @throws NOT_FOUND where the run is absent or a centre of it is not the asker's to read. */
  async one({ asker }: PortalContext, id: string): Promise<TrainingRow> {
    return present(isId(id) ? await this.parts.db.read(asker, (tx) => readTraining(tx, id)) : null);
  }

  /** The newest first. */
  list(ctx: PortalContext, study: string): Promise<TrainingRow[]> {
    const { studyId } = this.parts.studies.scope(ctx, study);
    return this.parts.db.read(ctx.asker, (tx) => readTrainings(tx, studyId));
  }

  curve({ asker }: PortalContext, runId: string): Promise<CurveRow | null> {
    return this.parts.db.read(asker, (tx) => readCurve(tx, runId));
  }

  cases({ asker }: PortalContext, runId: string): Promise<TrainingCaseRow[]> {
    return this.parts.db.read(asker, (tx) => readCases(tx, runId));
  }

  /** Curves of the slides that were held out; null without cross-validation, and until the run is done. */
  async heldOutCurves(ctx: PortalContext, runId: string): Promise<ReturnType<typeof heldOutRocs> | null> {
    const cases = (await this.cases(ctx, runId)).flatMap(({ heldOut, heldOutMean, positive }) => {
      return heldOut === null || heldOutMean === null ? [] : [{ attention: heldOut, mean: heldOutMean, positive }];
    });
    return cases.length === 0
      ? null
      : heldOutRocs(
          cases,
          cases.map(({ positive }) => positive),
        );
  }

  /** A queued run ends at once; the worker of a running one notices within a second and stops. Idempotent. */
  async cancel(ctx: PortalContext, id: string): Promise<TrainingRow> {
    const { asker } = ctx;
    const { centreIds } = await this.one(ctx, id);
    needRightAt(asker, 'trainModels', centreIds);
    await this.parts.db.write(asker, null, (tx) => cancelRun(tx, 'training_run', id, asker));
    const run = await this.one(ctx, id);
    if (isOver(run.status) && run.status !== 'cancelled') throw badInput(`the training is already ${run.status}`);
    return run;
  }

  private async plan(tx: StudyTransaction, scope: StudyScope, input: TrainingInput): Promise<TrainingPlan> {
    const centres = await tx.rows<{ code: string }>('select code from portal.centre where id = any($1)', [
      scope.readCentres,
    ]);
    const rule = splitRuleOf(
      input,
      centres.map(({ code }) => code),
    );
    return planTraining(await slidesOfCohort(tx, scope, input.cohort, input.useOutlines), rule, input.seed);
  }

  /**
   * A model whose score has the meaning of the labels, and whose head exposes the input of its last layer, unless a new
   * head takes its place.
   */
  private async trainable({ modelId: id, head }: TrainingInput): Promise<RunnableModel> {
    const runnable = await this.parts.models.runnable(id);
    const { model } = runnable;
    if (model.manifest.positiveClass !== positiveClass) {
      throw new PortalError('MODEL_REFUSED', `positiveClass: the labels are for ${positiveClass}`);
    }
    if (model.manifest.classes.length !== 2) {
      throw new PortalError('MODEL_REFUSED', 'classes: the layer that is trained decides between two');
    }
    if (head === 'attention') return runnable;
    try {
      embeddingWidth(model);
    } catch (error) {
      if (error instanceof ModelError) throw new PortalError('MODEL_REFUSED', `model ${id}: ${error.message}`);
      throw error;
    }
    return runnable;
  }
}

function tooFewForFolds(folds: number, most: number): PortalError {
  return badInput(
    `attention.folds is ${folds}: each fold needs a patient of both labels, and of one label there are ${most} outside the test part`,
  );
}

function present(run: TrainingRow | null): TrainingRow {
  if (!run) throw notFound('training');
  return run;
}

export const trainingWatched = (trainings: TrainingService): Watched<TrainingRow> => ({
  kind: 'training_run',
  read: (ctx, id) => trainings.one(ctx, id),
  isOver: ({ status }) => isOver(status),
});
