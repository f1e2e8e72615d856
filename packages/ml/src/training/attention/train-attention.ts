import { availableParallelism } from 'node:os';
import { TrainingError } from '../../errors.ts';
import { seededRandom } from '../../seeded-random.ts';
import { rankArea } from '../rank-area.ts';
import { type ClassWeights, type LearningPoint } from '../train-head.ts';
import { type AttentionShape, seededAttention } from './attention-shape.ts';
import { AttentionThreads, type BagRows, placeOf } from './attention-threads.ts';
import { scaleOfBags } from './scale-of-bags.ts';

export interface AttentionBags {
  readonly bags: readonly BagRows[];
  /** `[bags]` whether the slide is of the positive class. */
  readonly positive: readonly boolean[];
  readonly shape: AttentionShape;
  /** Threads, one bag each; all cores by default. The result is the same with any number. */
  readonly threads?: number | undefined;
  /** Slides of one step; 8 by default. */
  readonly batch?: number | undefined;
  /** Bytes of rows and of work that a training may hold; 450 MB by default. At least the largest bag is held once a thread. */
  readonly memoryBytes?: number | undefined;
  /** Ends the trainer: whatever it does rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The bags of a training by their places in the list. */
export interface AttentionParts {
  readonly training: readonly number[];
  readonly tuning: readonly number[];
}

export interface TrainAttentionOptions {
  /** Of the first parameters and of the order of the slides. */
  readonly seed: number;
  /** At most; 200 by default. */
  readonly epochs?: number | undefined;
  /** 0.0005 by default. */
  readonly learningRate?: number | undefined;
  /** Added to the slope of every parameter, times the parameter; 0.0001 by default. */
  readonly weightDecay?: number | undefined;
  /** Epochs without a lower tuning loss after which training stops; 20 by default. */
  readonly patience?: number | undefined;
  /**
   * `balanced`: each class of the training part has the same total weight in both losses; or the
   * weights of the negative and of the positive one. `none` by default.
   */
  readonly classWeights?: ClassWeights | readonly [number, number] | undefined;
  /** Centres and scales each feature by the rows of the training part; true by default. */
  readonly standardise?: boolean | undefined;
  readonly onEpoch?: ((point: LearningPoint) => void) | undefined;
}

/** A head as it was after its best epoch. */
export interface AttentionHead {
  readonly shape: AttentionShape;
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Subtracted from a row, which is then multiplied by `factor`; 0 leaves a feature out. */
  readonly centre: Float32Array<ArrayBuffer>;
  readonly factor: Float32Array<ArrayBuffer>;
}

export interface TrainedAttention {
  readonly head: AttentionHead;
  /** The epoch with the lowest tuning loss, the earliest if several. */
  readonly best: LearningPoint;
  readonly curve: readonly LearningPoint[];
  /** Why no further epoch was trained: the tuning loss had not fallen for so long, or it was the last. */
  readonly stopped: 'patience' | 'epochs';
}

const MEMORY_BYTES = 450e6;
/** What a run of the gradient holds beside the rows, as a share of them; measured. */
const WORK_SHARE = 0.6;

/**
 * Trains gated-attention heads on bags, one training after another: bags stay where they are, in files or in memory, and
 * threads take them one by one. Products are those of ONNX Runtime, each bag in one thread, and gradients are summed in the
 * order of the bags, so the same bags and settings give the same bits with any number of threads, on processors with the
 * same instructions.
 *
 * Source: Ilse, Tomczak & Welling 2018; Adam as in Kingma & Ba 2015, with the decay added to the slope as PyTorch's Adam
 * does. Checked against: reference/gated-attention.py.
 */
export class AttentionTrainer {
  private isMeasured = false;
  /** Bags that are kept with the present scale. */
  private readonly standing = new Set<number>();
  private readonly bags: AttentionBags;
  private readonly batch: number;
  private readonly threads: AttentionThreads;

  private constructor(bags: AttentionBags, batch: number, threads: AttentionThreads) {
    this.bags = bags;
    this.batch = batch;
    this.threads = threads;
  }

  static async open(asked: AttentionBags): Promise<AttentionTrainer> {
    const { bags, positive, shape, batch = 8, memoryBytes = MEMORY_BYTES } = asked;
    if (bags.length !== positive.length) throw new RangeError(`${bags.length} bags have ${positive.length} labels`);
    if (!Number.isInteger(batch) || batch < 1) throw new RangeError('batch must be a whole number from 1');
    const threads = Math.max(1, Math.min(asked.threads ?? availableParallelism(), batch));
    const largest = bags.reduce((most, { rows }) => Math.max(most, rows), 0) * shape.width * 4;
    const keepBytes = Math.max(0, memoryBytes - threads * largest * (1 + WORK_SHARE));
    const opened = await AttentionThreads.open({ bags, shape, batch, threads, keepBytes, signal: asked.signal });
    return new AttentionTrainer(asked, batch, opened);
  }

  /** Mean of each bag's rows, `[bags, width]`. @throws TrainingError NOT_FINITE naming the slide. */
  async means(): Promise<Float32Array> {
    await this.measure();
    const { width } = this.bags.shape;
    const { moments } = this.threads.shared;
    return Float32Array.from({ length: this.bags.bags.length * width }, (_, at) => {
      const bag = Math.floor(at / width);
      return moments[2 * bag * width + (at % width)] ?? 0;
    });
  }

  /**
   * @throws TrainingError ONE_CLASS naming the part, NOT_FINITE naming the slide, DIVERGED; RangeError for options out of
   *   range; the signal's reason when aborted.
   */
  train(parts: AttentionParts, options: TrainAttentionOptions): Promise<TrainedAttention> {
    if (!Number.isInteger(options.seed)) throw new RangeError('seed must be a whole number');
    return this.trainFrom(seededAttention(this.bags.shape, options.seed), parts, options);
  }

  /** As `train`, from given first parameters; `order` gives the training part of an epoch, from 1, in order. */
  async trainFrom(
    start: Float32Array,
    { training, tuning }: AttentionParts,
    options: TrainAttentionOptions,
    order: (epoch: number) => readonly number[] = shuffledBy(options.seed, training),
  ): Promise<TrainedAttention> {
    const { epochs = 200, learningRate = 5e-4, weightDecay = 1e-4, patience = 20, onEpoch } = options;
    if (!Number.isInteger(epochs) || epochs < 1) throw new RangeError('epochs must be a whole number from 1');
    if (!(learningRate > 0) || learningRate > 1) throw new RangeError('learningRate must be above 0 and at most 1');
    if (!(weightDecay >= 0) || weightDecay > 1) throw new RangeError('weightDecay must be from 0 to 1');
    const { positive, shape } = this.bags;
    this.checkPart('training', training);
    this.checkPart('tuning', tuning);
    const weights = weightsOf(
      training.map((bag) => positive[bag] === true),
      options.classWeights ?? 'none',
    );
    const weightOf = (bag: number): number => weights[positive[bag] ? 1 : 0];
    const { shared } = this.threads;
    if (start.length !== shared.parameters.length) throw new RangeError('the first parameters are of another head');
    await this.standardise(training, [...training, ...tuning], options.standardise ?? true);
    shared.parameters.set(start);
    shared.first.fill(0);
    shared.second.fill(0);

    const curve: LearningPoint[] = [];
    let best: LearningPoint | null = null;
    let kept = Float32Array.from(start);
    let [power1, power2] = [1, 1];
    const trainingMargins = new Float64Array(training.length);
    const placeOf = new Map(training.map((bag, place) => [bag, place]));
    for (let epoch = 1; epoch <= epochs; epoch++) {
      let trainingLoss = 0;
      const bags = order(epoch);
      for (let first = 0; first < bags.length; first += this.batch) {
        const own = bags.slice(first, first + this.batch);
        const total = own.reduce((sum, bag) => sum + weightOf(bag), 0);
        await this.threads.perform({
          kind: 'descend',
          bags: own,
          positive: own.map((bag) => positive[bag] === true),
          shares: own.map((bag) => weightOf(bag) / total),
        });
        for (const bag of own) {
          const margin = this.marginOf(bag, epoch);
          trainingMargins[placeOf.get(bag) ?? 0] = margin;
          trainingLoss += weightOf(bag) * lossOf(margin, positive[bag] === true);
        }
        power1 *= 0.9;
        power2 *= 0.999;
        const step = { kind: 'step', slots: own.length, rate: learningRate, decay: weightDecay } as const;
        await this.threads.perform({ ...step, power1, power2 });
      }
      const tuningMargins = await this.marginsOf(tuning, epoch);
      const point: LearningPoint = {
        epoch,
        trainingLoss: trainingLoss / training.reduce((sum, bag) => sum + weightOf(bag), 0),
        tuningLoss: weightedLoss(tuning, tuningMargins, positive, weightOf),
        trainingAuc:
          rankArea(
            trainingMargins,
            training.map((bag) => positive[bag] === true),
          ) ?? Number.NaN,
        tuningAuc:
          rankArea(
            tuningMargins,
            tuning.map((bag) => positive[bag] === true),
          ) ?? Number.NaN,
      };
      curve.push(point);
      onEpoch?.(point);
      if (best === null || point.tuningLoss < best.tuningLoss) {
        best = point;
        kept = Float32Array.from(shared.parameters);
      } else if (epoch - best.epoch >= patience) break;
    }
    if (best === null) throw new RangeError('no epoch was trained');
    return {
      head: {
        shape,
        parameters: kept,
        centre: Float32Array.from(shared.centre),
        factor: Float32Array.from(shared.factor),
      },
      best,
      curve,
      stopped: curve.length === epochs && epochs - best.epoch < patience ? 'epochs' : 'patience',
    };
  }

  /** Probability of the positive class of some bags, in their order, by the head that was trained last. */
  async score({ parameters, centre, factor }: AttentionHead, bags: readonly number[]): Promise<Float64Array> {
    const { shared } = this.threads;
    const isPresent = shared.centre.every((value, j) => value === centre[j] && shared.factor[j] === factor[j]);
    if (!isPresent) throw new RangeError('the head is not the one that was trained last');
    shared.parameters.set(parameters);
    await this.threads.perform({ kind: 'keep', bags: bags.filter((bag) => !this.standing.has(bag)) });
    for (const bag of bags) this.standing.add(bag);
    return (await this.marginsOf(bags, null)).map((margin) => 1 / (1 + Math.exp(-margin)));
  }

  close(): Promise<void> {
    return this.threads.close();
  }

  private async measure(): Promise<void> {
    if (this.isMeasured) return;
    await this.threads.perform({ kind: 'measure', bags: this.bags.bags.map((_, bag) => bag) });
    this.isMeasured = true;
  }

  /** Scales all bags by the rows of the training part. */
  private async standardise(training: readonly number[], used: readonly number[], isWanted: boolean): Promise<void> {
    await this.measure();
    const { shared } = this.threads;
    if (isWanted) scaleOfBags(training, this.bags.bags, shared);
    else {
      shared.centre.fill(0);
      shared.factor.fill(1);
    }
    this.standing.clear();
    await this.threads.perform({ kind: 'keep', bags: used });
    for (const bag of used) this.standing.add(bag);
  }

  private async marginsOf(bags: readonly number[], epoch: number | null): Promise<Float64Array> {
    await this.threads.perform({ kind: 'look', bags });
    return Float64Array.from(bags, (bag) => this.marginOf(bag, epoch));
  }

  private marginOf(bag: number, epoch: number | null): number {
    const margin = this.threads.shared.margins[bag] ?? Number.NaN;
    if (Number.isFinite(margin)) return margin;
    const when = epoch === null ? 'the kept epoch' : `epoch ${epoch}`;
    throw new TrainingError(
      'DIVERGED',
      `The head gives slide ${placeOf(this.bags.bags, bag)} a score that is not finite after ${when}; a lower learning rate helps.`,
    );
  }

  private checkPart(part: 'training' | 'tuning', bags: readonly number[]): void {
    const n = bags.filter((bag) => this.bags.positive[bag] === true).length;
    if (n > 0 && n < bags.length) return;
    const counts = `${n} positive and ${bags.length - n} negative`;
    throw new TrainingError('ONE_CLASS', `The ${part} part needs slides of both classes; it has ${counts}.`);
  }
}

/** The training part in another order in every epoch, by streams of the seed that belong to the epochs. */
function shuffledBy(seed: number, training: readonly number[]): (epoch: number) => readonly number[] {
  return (epoch) => {
    const random = seededRandom(Math.imul(seed + 1, 0x9e3779b1) + epoch);
    const order = [...training];
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random.uniform() * (i + 1));
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    return order;
  };
}

/** Weight of a negative and of a positive slide: n / (2 n of the class) where balanced. */
function weightsOf(
  positive: readonly boolean[],
  how: ClassWeights | readonly [number, number],
): readonly [number, number] {
  if (typeof how !== 'string') return how;
  if (how === 'none') return [1, 1];
  const n = positive.length;
  const nPositive = positive.filter(Boolean).length;
  return [n / (2 * (n - nPositive)), n / (2 * nPositive)];
}

function weightedLoss(
  bags: readonly number[],
  margins: Float64Array,
  positive: readonly boolean[],
  weightOf: (bag: number) => number,
): number {
  let [loss, total] = [0, 0];
  bags.forEach((bag, place) => {
    loss += weightOf(bag) * lossOf(margins[place] ?? 0, positive[bag] === true);
    total += weightOf(bag);
  });
  return loss / total;
}

/** Cross-entropy of two logits by their difference, without overflow. */
function lossOf(margin: number, positive: boolean): number {
  const wrong = positive ? -margin : margin;
  return Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
}
