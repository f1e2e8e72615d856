import {
  type LoadedModel,
  ModelError,
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
import { type Claim, type Failure, type FencedRuns } from '../../jobs/fenced-runs.ts';
import { type Finished, type JobKind, type JobTools } from '../../jobs/job-kind.ts';
import { type ModelService } from '../models/index.ts';
import { type SlideFiles } from '../slides/index.ts';
import { type AskedTraining, type TrainingResult, trainingRuns } from './asked-training.ts';
import { registerHead } from './candidate.ts';
import { type LeftOutCase, ofClaimedSlides } from './claimed-slides.ts';
import { CurveWriter } from './curve-writer.ts';
import { chooseThreshold, evaluatePart } from './evaluate-head.ts';
import { type Part } from './split-cases.ts';
import { trainAttentionHead } from './train-attention-head.ts';
import { type ClaimedCase, writeCaseScores } from './training-worker.query.ts';

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

/** Training a head on the slides of a run. Repeated from the start it gives the same model. */
export class TrainHeadKind implements JobKind<AskedTraining> {
  readonly runs: FencedRuns<AskedTraining>;

  constructor(private readonly options: TrainHeadKindOptions) {
    this.runs = trainingRuns(options.pool);
  }

  async work(claim: Claim & AskedTraining, tools: JobTools): Promise<Finished> {
    const base = await this.options.models.asked(claim.modelId, claim.versionAsked);
    if (claim.head === 'attention') {
      return trainAttentionHead({ ...this.options, runs: this.runs }, claim, base, tools);
    }
    return this.trainLastLayer(claim, base, tools);
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

  private async trainLastLayer(claim: Claim & AskedTraining, base: LoadedModel, tools: JobTools): Promise<Finished> {
    const began = performance.now();
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
    const version = await registerHead(this.options, claim, {
      ...{ base, threshold, evaluations },
      trainedOn: cases.filter(({ part }) => part === 'training'),
      tunedOn: of('tuning').positive.length,
      write: (facts) => writeTrainedModel(this.options.modelsDir, { ...facts, layer: head.layer }),
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

  /** Every case as the frozen network sees it. */
  private async embedAll(
    claim: Claim & AskedTraining,
    model: LoadedModel,
    tools: JobTools,
  ): Promise<{ cases: EmbeddedCase[]; leftOut: readonly LeftOutCase[]; bagsReused: number; provider: string }> {
    const { bagsDir, threads } = this.options;
    const { signal } = tools;
    const embedder = new SlideEmbedder({ model, bagDir: bagsDir, provider: claim.provider, threads, signal });
    try {
      const { cases, leftOut } = await ofClaimedSlides(this.options, claim, tools, (slide) => embedder.embed(slide));
      return {
        cases: cases.map(({ made, ...one }) => ({ ...one, values: made.values })),
        leftOut,
        bagsReused: cases.filter(({ made }) => made.bagReused).length,
        provider: [...new Set(cases.map(({ made }) => made.featuresRan))].sort().join(', '),
      };
    } finally {
      embedder.close();
    }
  }
}

function inOnePart(cases: readonly EmbeddedCase[], part: Part): { embeddings: Float64Array; positive: boolean[] } {
  const own = cases.filter((one) => one.part === part);
  const width = own[0]?.values.length ?? 0;
  const embeddings = new Float64Array(own.length * width);
  own.forEach(({ values }, i) => embeddings.set(values, i * width));
  return { embeddings, positive: own.map(({ positive }) => positive) };
}
