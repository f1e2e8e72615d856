import {
  AttentionTrainer,
  type LoadedModel,
  ModelError,
  SlideBags,
  type TrainAttentionOptions,
  writeAttentionModel,
} from '@haim/ml';
import { type Pool } from 'pg';
import { type Claim, type FencedRuns } from '../../jobs/fenced-runs.ts';
import { type Finished, type JobTools } from '../../jobs/job-kind.ts';
import { type ModelService } from '../models/index.ts';
import { type SlideFiles } from '../slides/index.ts';
import { type AskedTraining, type TrainingResult } from './asked-training.ts';
import { registerHead } from './candidate.ts';
import { type ClaimedSlides, ofClaimedSlides } from './claimed-slides.ts';
import { crossValidate, type CrossValidation, type FoldedCase, type HeldOut } from './cross-validate.ts';
import { CurveWriter } from './curve-writer.ts';
import { chooseThreshold, evaluatePart } from './evaluate-head.ts';
import { type Part } from './split-cases.ts';
import { writeCaseScores } from './training-worker.query.ts';

export interface TrainAttentionTools {
  readonly pool: Pool;
  readonly models: ModelService;
  readonly files: SlideFiles;
  readonly bagsDir: string;
  readonly modelsDir: string;
  readonly threads?: number | undefined;
  readonly runs: FencedRuns;
}

interface KeptRows {
  readonly path: string;
  readonly rows: number;
  readonly isReused: boolean;
  readonly ran: string;
}

/** The largest bag that a head is trained on and takes: 400 MB at 2048 features. */
export const MOST_ROWS = 50_000;

type Settings = Omit<TrainAttentionOptions, 'onEpoch'>;

/**
 * Trains a head of gated attention on the slides of a run: their bags, cross-validation if it was asked for, the head
 * itself on the training part, its evaluation. Repeated from the start it gives the same model.
 */
export async function trainAttentionHead(
  own: TrainAttentionTools,
  claim: Claim & AskedTraining,
  base: LoadedModel,
  tools: JobTools,
): Promise<Finished> {
  const began = performance.now();
  const { signal, report } = tools;
  const { cases, leftOut } = await bagsOf(own, claim, base, tools);
  const positive = cases.map((one) => one.positive);
  const bags = cases.map(({ made, position }) => ({ rows: made.rows, source: made.path, place: position }));
  const shape = { width: base.featureWidth, hidden: claim.hidden ?? 0, gate: Math.ceil((claim.hidden ?? 0) / 2) };
  const placesOf = (part: Part) => cases.flatMap((one, i) => (one.part === part ? [i] : []));
  const [training, tuning, test] = [placesOf('training'), placesOf('tuning'), placesOf('test')];
  const settings: Settings = {
    seed: claim.seed,
    epochs: claim.epochs,
    learningRate: claim.learningRate,
    weightDecay: claim.weightDecay ?? 0,
    patience: claim.patience ?? claim.epochs,
    classWeights: claim.classWeights,
  };
  const trainer = await AttentionTrainer.open({ bags, positive, shape, threads: own.threads, signal });
  try {
    const held =
      claim.folds === null
        ? null
        : await heldOut(trainer, { bags, positive, shape }, { claim, settings, cases, tools, threads: own.threads });
    const curve = new CurveWriter(own.runs, claim);
    const trained = await trainer.train(
      { training, tuning },
      {
        ...settings,
        onEpoch: (point) => {
          curve.add(point);
          report({ stage: 'training', done: point.epoch, total: claim.epochs });
        },
      },
    );
    await curve.end();
    report({ stage: 'evaluation', done: 0, total: 1 });
    const { head, best, stopped } = trained;
    const scores = await trainer.score(
      head,
      cases.map((_, i) => i),
    );
    const scored = (places: readonly number[]) => places.map((i) => scores[i] ?? Number.NaN);
    const labels = (places: readonly number[]) => places.map((i) => positive[i] === true);
    const threshold = chooseThreshold(scored(tuning), labels(tuning));
    const evaluations = [
      evaluatePart('tuning', scored(tuning), labels(tuning), threshold.value),
      ...(test.length > 0 ? [evaluatePart('test', scored(test), labels(test), threshold.value)] : []),
    ];
    signal.throwIfAborted();
    const version = await registerHead(own, claim, {
      ...{ base, threshold, evaluations, tunedOn: tuning.length },
      trainedOn: training.flatMap((i) => cases[i] ?? []),
      write: (facts) => writeAttentionModel(own.modelsDir, { ...facts, head, maxRows: MOST_ROWS }),
    });
    const result: TrainingResult = {
      ...{ best, stopped, evaluations },
      lastEpoch: trained.curve.length,
      threshold: threshold.value,
      thresholdRule: threshold.rule,
      leftOut: leftOut.length,
      bagsReused: cases.filter(({ made }) => made.isReused).length,
      mostRows: bags.reduce((most, { rows }) => Math.max(most, rows), 0),
      weights: version.weights,
      secondsTotal: (performance.now() - began) / 1000,
      crossValidation: held?.summary,
    };
    const heldOf = new Map(held?.heldOut.map((one) => [one.bag, one]));
    const caseScores = cases.map(({ position }, i) => {
      const one = heldOf.get(i);
      return { position, prps: scores[i] ?? null, leftOut: null, heldOut: one?.attention, heldOutMean: one?.mean };
    });
    return {
      columns: {
        result: JSON.stringify(result),
        provider_ran: [...new Set(cases.map(({ made }) => made.ran))].sort().join(', '),
        candidate_version_id: version.id,
        candidate_model_id: version.modelId,
      },
      alsoWrite: (client) => writeCaseScores(client, claim.id, [...caseScores, ...leftOut]),
    };
  } finally {
    await trainer.close();
  }
}

/** The bags of all slides, made where they are missing. @throws ModelError BAG_TOO_LARGE naming the slide. */
async function bagsOf(
  own: TrainAttentionTools,
  claim: Claim & AskedTraining,
  model: LoadedModel,
  tools: JobTools,
): Promise<ClaimedSlides<KeptRows>> {
  const { bagsDir, threads } = own;
  const bags = new SlideBags({ model, bagDir: bagsDir, provider: claim.provider, threads, signal: tools.signal });
  try {
    return await ofClaimedSlides(own, claim, tools, async (slide, { position }) => {
      const { bag, path, isReused } = await bags.obtain(slide);
      const { rows, provider } = bag.sidecar;
      if (rows > MOST_ROWS) {
        const message = `slide ${position} has ${rows} patches; an attention head is trained on at most ${MOST_ROWS}`;
        throw new ModelError('BAG_TOO_LARGE', 'graphs.head.input.maxRows', message);
      }
      return { path, rows, isReused, ran: provider };
    });
  } finally {
    bags.close();
  }
}

interface HeldOutOptions {
  readonly claim: AskedTraining;
  readonly settings: Settings;
  readonly cases: ClaimedSlides<unknown>['cases'];
  readonly tools: JobTools;
  readonly threads: number | undefined;
}

/** Attention beside the same head on the mean row of each bag. */
async function heldOut(
  attention: AttentionTrainer,
  { bags, positive, shape }: Pick<Parameters<typeof AttentionTrainer.open>[0], 'bags' | 'positive' | 'shape'>,
  { claim, settings, cases, tools: { signal, report }, threads }: HeldOutOptions,
): Promise<{ readonly summary: CrossValidation; readonly heldOut: readonly HeldOut[] }> {
  const { width } = shape;
  const means = await attention.means();
  const mean = await AttentionTrainer.open({
    ...{ positive, shape, threads, signal },
    bags: bags.map(({ place }, i) => ({ rows: 1, source: means.slice(i * width, (i + 1) * width), place })),
  });
  try {
    return await crossValidate({
      ...{ attention, mean },
      cases: cases.flatMap(({ folds, positive: label }, bag): FoldedCase[] => {
        return folds === null ? [] : [{ bag, folds, positive: label }];
      }),
      folds: claim.folds ?? 0,
      repeats: claim.repeats ?? 0,
      settings,
      onTraining: (done, total) => report({ stage: 'folds', done, total }),
    });
  } finally {
    await mean.close();
  }
}
