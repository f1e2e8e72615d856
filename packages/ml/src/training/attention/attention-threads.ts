import { Worker } from 'node:worker_threads';
import { TrainingError } from '../../errors.ts';
import { gradientGraph, lookGraph } from './attention-graph.ts';
import { type AttentionShape, parameterCount, type ParameterPart, parameterParts } from './attention-shape.ts';

/** Rows of a slide, `[rows, width]`: raw little-endian float32 in a file, or values at hand. */
export interface BagRows {
  readonly rows: number;
  readonly source: string | Float32Array;
  /** By which a refusal names the slide; its place among the bags, from 1, by default. */
  readonly place?: number | undefined;
}

type SharedFloats = Float32Array<SharedArrayBuffer>;

/** What all threads read and write. Two never write the same place at the same time. */
export interface SharedTraining {
  readonly parameters: SharedFloats;
  /** Adam's averages of the slopes and of their squares. */
  readonly first: Float64Array<SharedArrayBuffer>;
  readonly second: Float64Array<SharedArrayBuffer>;
  /** The gradient of each bag of a step. */
  readonly gradients: readonly SharedFloats[];
  /** `[bags]` logit of the positive class minus that of the negative one, as last computed. */
  readonly margins: SharedFloats;
  /** `[bags, 2, width]`: mean, and sum of squared deviations, of each feature. */
  readonly moments: Float64Array<SharedArrayBuffer>;
  readonly centre: SharedFloats;
  readonly factor: SharedFloats;
  /** Bags that stay in memory, standardised; null for those that are read whenever they are needed. */
  readonly kept: readonly (SharedFloats | null)[];
  /** Bags of the present task that a thread has taken. */
  readonly taken: Int32Array<SharedArrayBuffer>;
  readonly ended: Int32Array<SharedArrayBuffer>;
}

export interface AttentionStart {
  readonly width: number;
  readonly bags: readonly BagRows[];
  readonly parts: readonly ParameterPart[];
  readonly gradientGraph: Uint8Array;
  readonly lookGraph: Uint8Array;
  readonly shared: SharedTraining;
  readonly thread: number;
  readonly threads: number;
}

export type AttentionTask =
  | { readonly kind: 'measure' | 'keep' | 'look'; readonly bags: readonly number[] }
  | {
      readonly kind: 'descend';
      readonly bags: readonly number[];
      readonly positive: readonly boolean[];
      readonly shares: readonly number[];
    }
  | {
      readonly kind: 'step';
      readonly slots: number;
      readonly rate: number;
      readonly decay: number;
      readonly power1: number;
      readonly power2: number;
    };

export type AttentionFault =
  | { readonly kind: 'unreadable' | 'notFinite'; readonly bag: number }
  | { readonly kind: 'failed'; readonly message: string };

type Answer = { readonly ready: true } | { readonly done: true } | { readonly fault: AttentionFault };

export interface AttentionThreadsOptions {
  readonly bags: readonly BagRows[];
  readonly shape: AttentionShape;
  /** Bags whose gradients one step sums. */
  readonly batch: number;
  readonly threads: number;
  /** Bytes of rows that may stay in memory between epochs. */
  readonly keepBytes: number;
  /** Whatever is under way rejects at once with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Threads that together do one task after another on the bags of a training. */
export class AttentionThreads {
  readonly shared: SharedTraining;
  private readonly bags: readonly BagRows[];
  private readonly workers: readonly Worker[];
  private readonly exits: readonly Promise<void>[];
  private failure: unknown = null;
  private refuse: (error: unknown) => void = () => undefined;
  private release: () => void = () => undefined;

  private constructor(bags: readonly BagRows[], shared: SharedTraining, workers: readonly Worker[]) {
    this.bags = bags;
    this.shared = shared;
    this.workers = workers;
    this.exits = workers.map((worker) => new Promise((resolve) => worker.once('exit', () => resolve())));
    for (const worker of workers) {
      worker.on('error', (error) => this.fail(error));
      worker.on('exit', () => this.fail(new Error('A thread of the training ended.')));
    }
  }

  static async open(options: AttentionThreadsOptions): Promise<AttentionThreads> {
    const { bags, shape, threads, signal } = options;
    signal?.throwIfAborted();
    const shared = sharedFor(options);
    const start = {
      width: shape.width,
      bags,
      parts: parameterParts(shape),
      gradientGraph: gradientGraph(shape),
      lookGraph: lookGraph(shape),
      shared,
      threads,
    };
    const workers = Array.from({ length: threads }, (_, thread) => {
      const workerData: AttentionStart = { ...start, thread };
      return new Worker(new URL('./attention-worker.ts', import.meta.url), { workerData, execArgv: [] });
    });
    const all = new AttentionThreads(bags, shared, workers);
    const onAbort = () => all.fail(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    all.release = () => signal?.removeEventListener('abort', onAbort);
    try {
      await all.answers(() => undefined);
    } catch (error) {
      await all.close();
      throw error;
    }
    return all;
  }

  /**
   * Has every thread take part in a task.
   *
   * @throws TrainingError NOT_FINITE naming the slide; Error for a bag that cannot be read any more; the signal's reason
   *   when aborted.
   */
  async perform(task: AttentionTask): Promise<void> {
    Atomics.store(this.shared.taken, 0, 0);
    await this.answers((worker) => worker.postMessage(task));
  }

  /** Resolves when no thread works any more. */
  async close(): Promise<void> {
    // A thread exits by itself after its present run: ONNX Runtime aborts the whole process if it is terminated in one.
    Atomics.store(this.shared.ended, 0, 1);
    this.release();
    this.fail(new Error('The threads of the training are closed.'));
    for (const worker of this.workers) worker.postMessage(null);
    await Promise.all(this.exits);
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.refuse(this.failure);
  }

  /** One answer of every thread; the first fault of any of them. */
  private async answers(ask: (worker: Worker) => void): Promise<void> {
    if (this.failure !== null) throw this.failure;
    const gone = new Promise<never>((_, reject) => (this.refuse = reject));
    const all = this.workers.map((worker) => {
      const answer = new Promise<Answer>((resolve) => worker.once('message', resolve));
      ask(worker);
      return answer;
    });
    for (const answer of await Promise.race([Promise.all(all), gone]))
      if ('fault' in answer) throw this.errorOf(answer.fault);
  }

  private errorOf(fault: AttentionFault): Error {
    if (fault.kind === 'failed') return new Error(`A thread of the training failed: ${fault.message}`);
    const slide = `Slide ${placeOf(this.bags, fault.bag)}`;
    if (fault.kind === 'unreadable') return new Error(`${slide}: its features cannot be read any more.`);
    return new TrainingError('NOT_FINITE', `${slide} has a feature that is not a finite number.`);
  }
}

/** The place by which a refusal names a slide. */
export function placeOf(bags: readonly BagRows[], bag: number): number {
  return bags[bag]?.place ?? bag + 1;
}

function sharedFor({ bags, shape, batch, keepBytes }: AttentionThreadsOptions): SharedTraining {
  const { width } = shape;
  const n = parameterCount(shape);
  let left = keepBytes;
  return {
    parameters: floats(n),
    first: doubles(n),
    second: doubles(n),
    gradients: Array.from({ length: batch }, () => floats(n)),
    margins: floats(bags.length),
    moments: doubles(2 * bags.length * width),
    centre: floats(width),
    factor: floats(width),
    kept: bags.map(({ rows }) => {
      const bytes = rows * width * 4;
      if (bytes > left) return null;
      left -= bytes;
      return floats(rows * width);
    }),
    taken: new Int32Array(new SharedArrayBuffer(4)),
    ended: new Int32Array(new SharedArrayBuffer(4)),
  };
}

function floats(length: number): SharedFloats {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

function doubles(length: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(length * 8));
}
