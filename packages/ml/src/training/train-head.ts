import { setImmediate } from 'node:timers/promises';
import { AdamLayer, type LayerParameters, seededParameters } from './adam-layer.ts';
import { TrainingError } from '../errors.ts';
import { type HeadLayer, scoreEmbeddings } from './head-layer.ts';
import { rankArea } from './rank-area.ts';

/** Slides of one part of the split, as embedded by the frozen network. */
export interface EmbeddedPart {
  /** `[n, width]`. */
  readonly embeddings: ArrayLike<number>;
  /** `[n]` whether the slide is of the positive class. */
  readonly positive: readonly boolean[];
}

export interface TrainHeadOptions {
  /** Values per slide. */
  readonly width: number;
  /** Seed of the initial weights. */
  readonly seed: number;
  /** 3000 by default. */
  readonly epochs?: number | undefined;
  /** 0.01 by default. */
  readonly learningRate?: number | undefined;
  /** `balanced`: each class of the training part has the same total weight in both losses. `none` by default. */
  readonly classWeights?: ClassWeights | undefined;
  /** Centres and scales each feature by the training part; true by default. A feature that is constant there is ignored. */
  readonly standardise?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((point: LearningPoint) => void) | undefined;
}

export type ClassWeights = 'none' | 'balanced';

/** State of the layer after one epoch. */
export interface LearningPoint {
  /** From 1. */
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly tuningLoss: number;
  readonly trainingAuc: number;
  readonly tuningAuc: number;
}

export interface TrainedHead {
  /** As it was after `best.epoch`. */
  readonly layer: HeadLayer;
  /** The epoch with the lowest tuning loss, the earliest if several. */
  readonly best: LearningPoint;
  readonly curve: readonly LearningPoint[];
  /** Scores of the kept layer, `[n]` in the order of each part. */
  readonly trainingScores: Float64Array;
  readonly tuningScores: Float64Array;
}

/** How often training yields to the event loop. */
const BREATH_MS = 20;

/**
 * Trains the two-neuron last layer on embeddings of a frozen network: binary cross-entropy of the softmax of two logits,
 * Adam on the whole training part at once, so that an epoch is one step; the weights of the epoch with the lowest tuning
 * loss are kept. All in float64 and in a fixed order: the same input and seed give the same bits. The test part is not
 * used here.
 *
 * @throws TrainingError naming the part at fault; RangeError for options out of range; the signal's reason when aborted.
 *
 * Source: Adam as in Kingma & Ba 2015, first weights uniform in ±1/sqrt(width) as in PyTorch's Linear.
 * Checked against: reference/train-head.R.
 */
export async function trainHead(
  training: EmbeddedPart,
  tuning: EmbeddedPart,
  options: TrainHeadOptions,
): Promise<TrainedHead> {
  const { width, seed } = options;
  if (!Number.isInteger(seed)) throw new RangeError('seed must be a whole number');
  return trainFrom(training, tuning, seededParameters(width, seed), options);
}

/** As `trainHead`, from given first weights. */
export async function trainFrom(
  training: EmbeddedPart,
  tuning: EmbeddedPart,
  start: LayerParameters,
  options: Omit<TrainHeadOptions, 'seed'>,
): Promise<TrainedHead> {
  const { width, epochs = 3000, learningRate = 0.01, standardise = true, signal, onEpoch } = options;
  if (!Number.isInteger(epochs) || epochs < 1) throw new RangeError('epochs must be a whole number from 1');
  if (!(learningRate > 0) || learningRate > 1) throw new RangeError('learningRate must be above 0 and at most 1');
  checkPart('training', training, width);
  checkPart('tuning', tuning, width);
  signal?.throwIfAborted();

  const scale = standardise ? scaleOf(training.embeddings, width) : unscaled(width);
  const weights = caseWeights(training.positive, options.classWeights ?? 'none');
  const layer = new AdamLayer(width, start, learningRate);
  const inTraining = { x: scaled(training.embeddings, width, scale), positive: training.positive, weights };
  const inTuning = { x: scaled(tuning.embeddings, width, scale), positive: tuning.positive, weights };
  const curve: LearningPoint[] = [];
  let best: LearningPoint | null = null;
  let kept = layer.copy();
  let breathedAt = performance.now();

  // The gradient of an epoch and the loss of the epoch before come from the same pass.
  let pass = layer.pass(inTraining);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    layer.step(pass.gradient);
    pass = layer.pass(inTraining);
    const onTuning = layer.look(inTuning);
    const point: LearningPoint = {
      epoch,
      trainingLoss: pass.loss,
      tuningLoss: onTuning.loss,
      trainingAuc: rankArea(pass.scores, training.positive) ?? Number.NaN,
      tuningAuc: rankArea(onTuning.scores, tuning.positive) ?? Number.NaN,
    };
    if (!Number.isFinite(point.trainingLoss) || !Number.isFinite(point.tuningLoss)) {
      throw new TrainingError('DIVERGED', `The loss is not finite after epoch ${epoch}; a lower learning rate helps.`);
    }
    curve.push(point);
    onEpoch?.(point);
    if (best === null || point.tuningLoss < best.tuningLoss) {
      best = point;
      kept = layer.copy();
    }
    if (performance.now() - breathedAt > BREATH_MS) {
      await setImmediate();
      signal?.throwIfAborted();
      breathedAt = performance.now();
    }
  }
  if (best === null) throw new RangeError('no epoch was trained');
  const folded = fold(kept, width, scale);
  return {
    layer: folded,
    best,
    curve,
    trainingScores: scoreEmbeddings(folded, training.embeddings),
    tuningScores: scoreEmbeddings(folded, tuning.embeddings),
  };
}

function checkPart(part: 'training' | 'tuning', { embeddings, positive }: EmbeddedPart, width: number): void {
  const n = positive.length;
  if (embeddings.length !== n * width) {
    throw new RangeError(`the ${part} part has ${embeddings.length} values for ${n} slides of ${width}`);
  }
  const nPositive = positive.filter(Boolean).length;
  if (nPositive === 0 || nPositive === n) {
    const counts = `${nPositive} positive and ${n - nPositive} negative`;
    throw new TrainingError('ONE_CLASS', `The ${part} part needs slides of both classes; it has ${counts}.`);
  }
  for (let i = 0; i < embeddings.length; i++) {
    if (Number.isFinite(embeddings[i])) continue;
    const row = Math.floor(i / width) + 1;
    throw new TrainingError('NOT_FINITE', `Slide ${row} of the ${part} part has a value that is no finite number.`);
  }
}

interface Scale {
  readonly centre: Float64Array;
  /** Factor for a centred feature; 0 leaves it out. */
  readonly factor: Float64Array;
}

/** Below this share of its mean, the variation of a feature is float32 rounding. */
const CONSTANT_BELOW = 1e-6;

function scaleOf(embeddings: ArrayLike<number>, width: number): Scale {
  const n = embeddings.length / width;
  const centre = new Float64Array(width);
  const factor = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += embeddings[i * width + j] ?? 0;
    // As float32, because the graph stores it like this.
    const mean = Math.fround(sum / n);
    let squares = 0;
    for (let i = 0; i < n; i++) squares += ((embeddings[i * width + j] ?? 0) - mean) ** 2;
    const deviation = Math.sqrt(squares / n);
    centre[j] = mean;
    factor[j] = deviation > CONSTANT_BELOW * Math.max(Math.abs(mean), 1e-30) ? 1 / deviation : 0;
  }
  return { centre, factor };
}

function unscaled(width: number): Scale {
  return { centre: new Float64Array(width), factor: new Float64Array(width).fill(1) };
}

function scaled(embeddings: ArrayLike<number>, width: number, { centre, factor }: Scale): Float64Array {
  return Float64Array.from({ length: embeddings.length }, (_, i) => {
    const j = i % width;
    return ((embeddings[i] ?? 0) - (centre[j] ?? 0)) * (factor[j] ?? 0);
  });
}

/** Weight of a negative and of a positive case, by the training part: n / (2 n of the class) where balanced. */
function caseWeights(positive: readonly boolean[], how: ClassWeights): readonly [number, number] {
  if (how === 'none') return [1, 1];
  const n = positive.length;
  const nPositive = positive.filter(Boolean).length;
  return [n / (2 * (n - nPositive)), n / (2 * nPositive)];
}

function fold({ weight, bias }: LayerParameters, width: number, { centre, factor }: Scale): HeadLayer {
  return { width, centre, bias, weight: weight.map((value, i) => value * (factor[i % width] ?? 0)) };
}
