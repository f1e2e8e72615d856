import {
  type ClassWeights,
  type LearningPoint,
  type LoadedModel,
  ModelError,
  NotScorable,
  RoiError,
  scoreEmbeddings,
  SlideEmbedder,
  SlideError,
  trainHead,
  TrainingError,
  writeTrainedModel,
} from '@haim/ml';
import { type Pool } from 'pg';
import { PortalError } from '../../context/portal-error.ts';
import { type Claim, type Failure, FencedRuns } from '../../jobs/fenced-runs.ts';
import { type Finished, type JobKind, type JobTools } from '../../jobs/job-kind.ts';
import { type ModelMetrics, type ModelService, type ModelVersionRow } from '../models/index.ts';
import { regionsOfRun } from '../rois/index.ts';
import { type SlideFiles } from '../slides/index.ts';
import { CurveWriter } from './curve-writer.ts';
import { chooseThreshold, evaluatePart, type PartEvaluation } from './evaluate-head.ts';
import { type Part } from './split-cases.ts';
import { type ClaimedCase, readClaimedCases, writeCaseScores } from './training-worker.query.ts';

export interface AskedTraining {
  readonly modelId: string;
  /** Null in a row that was queued before versions were kept. */
  readonly versionAsked: string | null;
  readonly provider: 'auto' | 'cuda' | 'webgpu' | 'cpu';
  readonly seed: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly classWeights: ClassWeights;
  readonly snapshotId: string;
  readonly split: string;
  readonly testCentre: string | null;
  readonly requestedBy: string;
  readonly requestedById: string;
}

/** The content of `training_run.result`. */
export interface TrainingResult {
  readonly best: LearningPoint;
  readonly threshold: number;
  readonly thresholdRule: string;
  readonly evaluations: readonly PartEvaluation[];
  readonly leftOut: number;
  readonly bagsReused: number;
  /** Of the finished pair: synthetic if either of its networks is. */
  readonly weights: string;
  readonly secondsTotal: number;
}

export interface TrainHeadKindOptions {
  readonly pool: Pool;
  readonly models: ModelService;
  readonly files: SlideFiles;
  readonly bagsDir: string;
  readonly modelsDir: string;
  /** CPU threads of one run; all cores by default. */
  readonly threads?: number | undefined;
}

interface EmbeddedCase extends ClaimedCase {
  readonly values: Float32Array;
}

export const trainingRuns = (pool: Pool): FencedRuns<AskedTraining> =>
  new FencedRuns<AskedTraining>(pool, 'training_run', {
    modelId: 'model_id',
    versionAsked: 'version_asked',
    provider: 'provider_asked',
    seed: 'seed',
    epochs: 'epochs',
    learningRate: 'learning_rate',
    classWeights: 'class_weights',
    snapshotId: 'snapshot_id',
    split: 'split_rule',
    testCentre: 'test_centre',
    requestedBy: 'requested_by',
    requestedById: 'updated_by',
  });

/** Training the last layer of a head on the slides of a run. Repeated from the start it gives the same model. */
export class TrainHeadKind implements JobKind<AskedTraining> {
  readonly runs: FencedRuns<AskedTraining>;

  constructor(private readonly options: TrainHeadKindOptions) {
    this.runs = trainingRuns(options.pool);
  }

  async work(claim: Claim & AskedTraining, tools: JobTools): Promise<Finished> {
    const began = performance.now();
    const { models, modelsDir } = this.options;
    const base = await models.asked(claim.modelId, claim.versionAsked);
    const { cases, leftOut, provider, bagsReused } = await this.embedAll(claim, base, tools);
    const of = (part: Part) => inOnePart(cases, part);

    const curve = new CurveWriter(this.runs, claim);
    const head = await trainHead(of('training'), of('tuning'), {
      width: cases[0]?.values.length ?? 0,
      seed: claim.seed,
      epochs: claim.epochs,
      learningRate: claim.learningRate,
      classWeights: claim.classWeights,
      signal: tools.signal,
      onEpoch: (point) => {
        curve.add(point);
        tools.report({ stage: 'training', done: point.epoch, total: claim.epochs });
      },
    });
    await curve.end();

    tools.report({ stage: 'evaluation', done: 0, total: 1 });
    const test = of('test');
    const threshold = chooseThreshold(head.tuningScores, of('tuning').positive);
    const evaluations = [
      evaluatePart('tuning', head.tuningScores, of('tuning').positive, threshold.value),
      ...(test.positive.length > 0
        ? [evaluatePart('test', scoreEmbeddings(head.layer, test.embeddings), test.positive, threshold.value)]
        : []),
    ];
    tools.signal.throwIfAborted();
    const centres = await this.codesOf(cases);
    const version = await this.register(modelsDir, {
      claim,
      base,
      threshold: { value: threshold.value, rule: threshold.rule, chosenOn: tuningInWords(claim, of('tuning')) },
      layer: head.layer,
      trainedOn: { snapshotId: claim.snapshotId, n: of('training').positive.length, centres },
      metrics: { evaluations: evaluations.map((one) => metricsOf(one, threshold.value)) },
    });
    const result: TrainingResult = {
      best: head.best,
      threshold: threshold.value,
      thresholdRule: threshold.rule,
      evaluations,
      leftOut: leftOut.length,
      bagsReused,
      weights: version.weights,
      secondsTotal: (performance.now() - began) / 1000,
    };
    const scores = cases.map(({ position, values }) => {
      return { position, prps: scoreEmbeddings(head.layer, values)[0] ?? null, leftOut: null };
    });
    return {
      columns: {
        result: JSON.stringify(result),
        provider_ran: provider,
        candidate_version_id: version.id,
        candidate_model_id: version.modelId,
      },
      alsoWrite: (client) => writeCaseScores(client, claim.id, [...scores, ...leftOut]),
    };
  }

  /** Faults of slides, model or labels are final; anything else is null and may be retried. */
  failureOf(error: unknown): Failure | null {
    const isFinal =
      error instanceof TrainingError ||
      error instanceof SlideError ||
      error instanceof ModelError ||
      error instanceof RoiError ||
      error instanceof PortalError;
    return isFinal ? { code: error.code, message: error.message } : null;
  }

  /** Every case as the frozen network sees it. A slide without any patch left is excluded, and this is recorded. */
  private async embedAll(claim: Claim & AskedTraining, model: LoadedModel, { signal, report }: JobTools) {
    const { bagsDir, files, pool, threads } = this.options;
    const asked = await readClaimedCases(pool, claim.id);
    const embedder = new SlideEmbedder({ model, bagDir: bagsDir, provider: claim.provider, threads, signal });
    const cases: EmbeddedCase[] = [];
    const leftOut: { position: number; prps: null; leftOut: string }[] = [];
    const providers = new Set<string>();
    let bagsReused = 0;
    try {
      for (const [i, one] of asked.entries()) {
        report({ stage: 'slides', done: i, total: asked.length });
        try {
          const slidePath = await files.pathOf(one.fileName);
          const embedding = await embedder.embed({
            slidePath,
            slideSha256: one.slideSha256,
            roi: await regionsOfRun(pool, one.rois),
            micronsPerPixel: one.statedMicronsPerPixel ?? undefined,
          });
          cases.push({ ...one, values: embedding.values });
          providers.add(embedding.featuresRan);
          if (embedding.bagReused) bagsReused++;
        } catch (error) {
          // One slide that cannot be split into patches is not a reason to stop the training.
          if (isLeftOut(error)) leftOut.push({ position: one.position, prps: null, leftOut: error.message });
          else if (error instanceof SlideError)
            throw new SlideError(error.code, `Slide ${one.position}: ${error.message}`);
          else throw error;
        }
      }
    } finally {
      embedder.close();
    }
    return { cases, leftOut, bagsReused, provider: [...providers].sort().join(', ') };
  }

  private async register(
    modelsDir: string,
    made: {
      claim: Claim & AskedTraining;
      base: LoadedModel;
      metrics: ModelMetrics;
    } & Pick<Parameters<typeof writeTrainedModel>[1], 'threshold' | 'layer' | 'trainedOn'>,
  ): Promise<ModelVersionRow> {
    const { claim, base, metrics, ...facts } = made;
    const { seed, epochs, learningRate, classWeights, split, testCentre } = claim;
    const held = testCentre === null ? '' : ` ${testCentre}`;
    const training =
      `Adam, rate ${learningRate}, up to ${epochs} epochs, binary cross-entropy, class weights ${classWeights}, ` +
      `seed ${seed}, split ${split}${held}`;
    const { folder } = await writeTrainedModel(modelsDir, { base, ...facts, training });
    return this.options.models.registerCandidate({
      folder,
      metrics,
      by: { userId: claim.requestedById, name: claim.requestedBy },
      note: `trained in the portal on ${facts.trainedOn.n} slides of ${facts.trainedOn.centres.join(', ')} (${training})`,
    });
  }

  private async codesOf(cases: readonly ClaimedCase[]): Promise<string[]> {
    const ids = cases.filter(({ part }) => part === 'training').map(({ centreId }) => centreId);
    const { rows } = await this.options.pool.query<{ code: string }>(
      'select code from portal.centre where id = any($1) order by code collate "C"',
      [ids],
    );
    return rows.map(({ code }) => code);
  }
}

function isLeftOut(error: unknown): error is Error {
  return error instanceof NotScorable || (error instanceof SlideError && error.code === 'NO_RESOLUTION');
}

function inOnePart(cases: readonly EmbeddedCase[], part: Part): { embeddings: Float64Array; positive: boolean[] } {
  const own = cases.filter((one) => one.part === part);
  const width = own[0]?.values.length ?? 0;
  const embeddings = new Float64Array(own.length * width);
  own.forEach(({ values }, i) => embeddings.set(values, i * width));
  return { embeddings, positive: own.map(({ positive }) => positive) };
}

function tuningInWords({ snapshotId }: AskedTraining, { positive }: { positive: readonly boolean[] }): string {
  return `the tuning part of the training (${positive.length} slides, snapshot ${snapshotId.slice(0, 12)}), never the test part`;
}

function metricsOf(evaluation: PartEvaluation, threshold: number): ModelMetrics['evaluations'][number] {
  const { part, n, nPositive, auc, aucLower, aucUpper, metrics } = evaluation;
  const valueOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? null;
  return {
    set: part,
    n,
    nPositive,
    auc,
    aucLower,
    aucUpper,
    threshold,
    sensitivity: valueOf('sensitivity'),
    specificity: valueOf('specificity'),
  };
}
