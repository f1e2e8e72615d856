import { type Statement, statement } from '@haim/schema';
import { type Bag } from '../scoring/bag.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { scoreFeed } from '../scoring/score.ts';
import { bagVariants } from './bag-variants.ts';
import { compactBlocks } from './sensitivity-blocks.ts';
import { type ModelSession, openSession, type Provider, type RanProvider, type Tensor } from '../sessions/session.ts';

/** Up to this many patches each is replaced separately; above, in blocks of about the square root of their number. */
export const ROW_BY_ROW_LIMIT = 256;

export interface SensitivityOptions {
  /** `auto` by default. */
  readonly provider?: Provider | undefined;
  /** CPU threads of one run of the head. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each run of the head with the bags scored so far and their total. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** ROW_BY_ROW_LIMIT by default. */
  readonly rowByRowLimit?: number | undefined;
  /** Images per run of a head that takes a batch; by default what suits the provider. */
  readonly batchSize?: number | undefined;
}

/** How much each patch of a bag pushes the score, and in which direction. */
export interface BagSensitivity {
  /** Score of the whole bag, from the same session as every other score here. */
  readonly prps: number;
  /**
   * `[rows]`, in the order of the bag's rows: PRPS of the bag minus PRPS with that row replaced by the mean of all rows.
   * Positive: the patch pushes toward the positive class; negative: away from it. Null if there is nothing to compare.
   */
  readonly values: Float32Array | null;
  /** The largest |value|; null with `values`. */
  readonly scale: number | null;
  /** `[rows]`: the block that each row was replaced with; row by row each is a block of its own. */
  readonly blocks: readonly number[];
  /** Rows of the largest block: 1 if each row was replaced separately. */
  readonly blockRows: number;
  readonly providerRan: RanProvider;
  readonly warnings: readonly Statement[];
  readonly seconds: { readonly total: number; readonly session: number };
}

// As for the feature network: on a CPU a batch gains nothing, and one image keeps the wait after a cancel short.
const BATCH = { cpu: 1, webgpu: 8, cuda: 16 } as const;

/**
 * Sensitivity of the score to each patch. This is not attention, which some heads have besides. It is what the score would lose if
 * the patch looked like the average patch of its slide; removing a row instead would shift all later rows of the image.
 * A bag with more rows than `rowByRowLimit` is taken in compact blocks of about the square root of their number,
 * replaced together, and every patch of a block gets the block's value. The values must not be added up: patches
 * interact.
 *
 * @param bag - of one slide; rows in the order of its kept patches.
 * @param model - the model that scored the bag.
 * @throws ModelError if the head does not run, gives no finite logits or takes fewer rows; RangeError if the bag is not as
 *   wide as the model's features; the signal's reason when aborted.
 */
export async function sensitivity(
  bag: Bag,
  model: LoadedModel,
  options: SensitivityOptions = {},
): Promise<BagSensitivity> {
  const { provider = 'auto', threads, signal } = options;
  const session = await openSession(model.head, { provider, threads, signal });
  try {
    return await sensitivityBy(session, bag, model, options);
  } finally {
    void session.close(); // not waited for: after a cancel its last run may take longer than the caller can
  }
}

/** The same with a session of the head that is already open and stays open. */
export async function sensitivityBy(
  session: ModelSession,
  bag: Bag,
  model: LoadedModel,
  options: Omit<SensitivityOptions, 'provider' | 'threads'>,
): Promise<BagSensitivity> {
  if (bag.sidecar.width !== model.featureWidth) throw new RangeError('The bag was made with another feature network.');
  const began = performance.now();
  const blocks = blocksOf(bag, options.rowByRowLimit ?? ROW_BY_ROW_LIMIT);
  const { prps, without, seconds } = await scoresWithout(bag, blocks, model, session, options);
  const values = without && Float32Array.from(blocks, (block) => prps - (without[block] ?? NaN));
  return {
    prps,
    values,
    scale: values && values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
    blocks,
    blockRows: largestOf(blocks),
    providerRan: session.ran,
    warnings: values ? [] : [statement('onePatchOnly')],
    seconds: { total: (performance.now() - began) / 1000, session: seconds },
  };
}

function blocksOf({ sidecar: { rows, patches } }: Bag, rowByRowLimit: number): number[] {
  if (rows <= rowByRowLimit) return Array.from({ length: rows }, (_, row) => row);
  const kept = patches.filter(({ reason }) => reason === null);
  return compactBlocks(kept, Math.round(Math.sqrt(rows)));
}

function largestOf(blocks: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const block of blocks) counts.set(block, (counts.get(block) ?? 0) + 1);
  return [...counts.values()].reduce((largest, count) => Math.max(largest, count), 0);
}

interface ScoresWithout {
  readonly prps: number;
  /** One score per block; null for a bag of one row. */
  readonly without: readonly number[] | null;
  readonly seconds: number;
}

/** Scores the bag as it is and once per block, in one sequence of batches so that all are computed alike. */
async function scoresWithout(
  { features, sidecar: { rows, width } }: Bag,
  blocks: readonly number[],
  model: LoadedModel,
  session: ModelSession,
  options: Omit<SensitivityOptions, 'provider' | 'threads'>,
): Promise<ScoresWithout> {
  const { signal, onProgress } = options;
  const variants = await bagVariants({ features, rows, width }, model);
  const members = Map.groupBy(blocks.keys(), (row) => blocks[row] ?? 0);
  const total = 1 + (rows === 1 ? 0 : members.size);
  const batchSize = variants.takesBatch ? (options.batchSize ?? BATCH[session.ran]) : 1;
  const scores: number[] = [];
  let seconds = 0;
  let done = 0;

  let spare: Tensor | undefined;
  const inFlight: Promise<void>[] = [];
  for (let first = 0; first < total; first += batchSize) {
    signal?.throwIfAborted();
    const indices = Array.from({ length: Math.min(batchSize, total - first) }, (_, i) => first + i);
    // Number 0 is the bag as it is, number i the bag without block i - 1.
    const replaced = indices.map((i) => (i === 0 ? [] : (members.get(i - 1) ?? [])));
    const feed = variants.feed(replaced, spare);
    spare = undefined;
    const running = scoreFeed(feed, indices.length, model, session, variants.reuses).then((result) => {
      spare = result.spent;
      result.scores.forEach(({ prps }, i) => (scores[first + i] = prps));
      seconds += result.seconds;
      done += indices.length;
      onProgress?.(done, total);
    });
    running.catch(() => {}); // awaited below; this only keeps an abort from counting as unhandled meanwhile
    inFlight.push(running);
    if (inFlight.length >= variants.inFlight) await inFlight.shift();
  }
  await Promise.all(inFlight);
  const [prps = NaN, ...without] = scores;
  return { prps, without: rows === 1 ? null : without, seconds };
}
