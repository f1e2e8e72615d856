import { type LoadedModel } from '../models/load-model.ts';
import { type GridPatch, type PatchGrid } from '../patches/patches.ts';
import { type DropReason, type PatchQuality } from '../pixels/quality.ts';
import { placeInBatch, readPatch, type ReadPatch } from '../patches/read-patch.ts';
import { cropsPerPatch } from '../patches/crop-pixels.ts';
import { outputOf } from '../models/manifest.ts';
import { rowsFrom } from './rows-from-output.ts';
import { type ModelSession, type Tensor } from '../sessions/session.ts';
import { type SlideReader } from '../slides/slide-reader.ts';

/** A patch of the grid after its pixels were judged; `quality` is null if they were not read. */
export interface JudgedPatch extends GridPatch {
  readonly quality: PatchQuality | null;
}

export interface FeatureSeconds {
  /** Reading and judging patches, summed over all of them. */
  readonly decode: number;
  /** Inside ONNX Runtime. */
  readonly session: number;
  /** Time in which the session was idle because no patch had been read yet. */
  readonly starved: number;
}

export interface ExtractedFeatures {
  /** `[kept patches, width]` in grid order (y, then x). */
  readonly features: Float32Array;
  /** Every patch of the grid, in grid order. */
  readonly patches: readonly JudgedPatch[];
  readonly seconds: FeatureSeconds;
}

export interface ExtractOptions {
  readonly reader: SlideReader;
  readonly grid: PatchGrid;
  readonly model: LoadedModel;
  readonly session: ModelSession;
  /** Patches that may be read ahead of the next batch. */
  readonly readAhead?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the patches judged so far, of those that may hold tissue. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called before `onProgress`, once for each of them: its index in the grid, and why it was dropped. */
  readonly onJudged?: ((place: number, reason: DropReason | null) => void) | undefined;
}

// On a CPU larger batches only cost memory, and a single patch is the longest wait after a cancel.
const BATCH = { cpu: 1, webgpu: 8, cuda: 16 } as const;
/** Batches sent to the session before the first returns, so that it never waits for pixels. */
const BATCHES_IN_FLIGHT = 2;
/** Maximum number of patches held while the network is busy: at 512 pixels each takes 0.8 MB. */
const MAX_AHEAD = 64;

/**
 * Reads the patches that may hold tissue, drops those of poor quality and sends the rest through the feature network.
 * Reading runs ahead of the network.
 *
 * @throws SlideError if pixels cannot be decoded; ModelError if the graph fails; the signal's reason when aborted.
 */
export async function extractFeatures(options: ExtractOptions): Promise<ExtractedFeatures> {
  const { reader, grid, model, session, readAhead: ahead = 0, signal, onProgress, onJudged } = options;
  const { manifest, featureWidth } = model;
  const candidates = grid.patches.filter(({ reason }) => reason === null);
  const batchSize = batchSizeOn(session, model);
  const places = new Map(grid.patches.map((patch, place) => [patch, place]));
  const placeOf = (patch: GridPatch): number => places.get(patch) ?? -1;
  const judged = new Map<GridPatch, JudgedPatch>();
  // One block for the maximum number of rows: memory is committed as rows are written, and nothing is copied at the
  // end.
  const rows = new Float32Array(candidates.length * featureWidth);
  let kept = 0;
  const seconds = { decode: 0, session: 0, starved: 0 };
  let running = 0;
  let idleSince = performance.now();
  const inFlight: Promise<void>[] = [];
  let waiting: ReadPatch[] = [];
  let placesWaiting: number[] = [];
  let done = 0;

  const timedRead = async (patch: GridPatch) => {
    const began = performance.now();
    const read = await readPatch(reader, patch, grid.sizePx, manifest, signal);
    seconds.decode += (performance.now() - began) / 1000;
    return read;
  };
  const flush = async () => {
    if (waiting.length === 0) return;
    const size = waiting.length;
    const at = kept * featureWidth;
    if (running++ === 0) seconds.starved += (performance.now() - idleSince) / 1000;
    kept += size;
    const placesOfBatch = placesWaiting;
    const batch = runBatch(waiting, model, session).then((result) => {
      rows.set(result.values, at);
      if (--running === 0) idleSince = performance.now();
      seconds.session += result.seconds;
      done += size;
      for (const place of placesOfBatch) onJudged?.(place, null);
      onProgress?.(done, candidates.length);
    });
    batch.catch(() => {}); // awaited below; this only keeps an abort from counting as unhandled meanwhile
    inFlight.push(batch);
    [waiting, placesWaiting] = [[], []];
    if (inFlight.length >= BATCHES_IN_FLIGHT) await inFlight.shift();
  };

  for await (const [patch, read] of readAhead(
    candidates,
    timedRead,
    Math.max(batchSize * 2, Math.min(ahead, MAX_AHEAD)),
  )) {
    judged.set(patch, { x: patch.x, y: patch.y, reason: read.reason, quality: read.quality });
    if (read.reason === null) {
      waiting.push(read);
      placesWaiting.push(placeOf(patch));
    } else {
      onJudged?.(placeOf(patch), read.reason);
      onProgress?.(++done, candidates.length);
    }
    if (waiting.length === batchSize) await flush();
  }
  await flush();
  await Promise.all(inFlight);

  const patches = grid.patches.map((patch) => judged.get(patch) ?? { ...patch, quality: null });
  return { features: rows.subarray(0, kept * featureWidth), patches, seconds };
}

/** Yields items with their results in order, keeping `ahead` reads in flight. */
async function* readAhead<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<[Item, Result]> {
  const pending: { item: Item; result: Promise<Result> }[] = [];
  let next = 0;
  const refill = () => {
    while (pending.length < ahead && next < items.length) {
      const item = items[next++] as Item;
      const result = read(item);
      result.catch(() => {}); // rethrown when its turn comes
      pending.push({ item, result });
    }
  };
  for (refill(); pending.length > 0; refill()) {
    const first = pending.shift();
    if (first) yield [first.item, await first.result];
  }
}

/** Patches that one run of the feature network takes on the provider it runs on. */
export function batchSizeOn({ ran }: Pick<ModelSession, 'ran'>, { features }: LoadedModel): number {
  return features.freeBatch ? BATCH[ran] : 1;
}

/**
 * Sends patches through the feature network; several crops of a patch become one row, their mean.
 *
 * @returns `[reads, width]` and the time inside ONNX Runtime.
 * @throws ModelError OUTPUT_REFUSED if the graph gives another number of values, or values that are not finite.
 */
export async function runBatch(
  reads: readonly ReadPatch[],
  { features, featureWidth, manifest }: LoadedModel,
  session: ModelSession,
): Promise<{ values: Float32Array; seconds: number }> {
  const { input } = features.spec;
  const [height, width] = input.size;
  const perPatch = cropsPerPatch(manifest.patch.crops);
  const pixels = height * width * 3;
  const count = reads.length * perPatch;
  const values = input.dtype === 'uint8' ? new Uint8Array(count * pixels) : new Float32Array(count * pixels);
  reads.forEach(({ rgb }, read) => {
    for (let crop = 0; crop < perPatch; crop++) {
      placeInBatch(rgb.subarray(crop * pixels, (crop + 1) * pixels), values, read * perPatch + crop, input);
    }
  });
  const output = outputOf(features.spec, 'features');
  if (!output) throw new RangeError('The feature network names no output that means features.');
  let seconds = 0;
  const all = new Float32Array(count * featureWidth);
  // A graph that takes one item at a time is run once per crop.
  const atOnce = features.freeBatch ? count : 1;
  for (let first = 0; first < count; first += atOnce) {
    const part = values.slice(first * pixels, (first + atOnce) * pixels);
    const dims = input.layout === 'NHWC' ? [atOnce, height, width, 3] : [atOnce, 3, height, width];
    const tensor: Tensor = { dtype: input.dtype, dims, values: part };
    // ONNX input `input.name`: uint8 or float32 as the manifest states, [n, height, width, 3] or [n, 3, height, width].
    const result = await session.run({ [input.name]: tensor }, [output.name]);
    const found = result.outputs[output.name];
    if (!found) throw new RangeError('The graph returned no features.');
    all.set(rowsFrom(found, output, atOnce), first * featureWidth);
    seconds += result.seconds;
  }
  return { values: perPatch === 1 ? all : meansOf(all, perPatch, featureWidth), seconds };
}

/** The mean of every `size` rows. */
function meansOf(rows: Float32Array, size: number, width: number): Float32Array {
  const means = new Float32Array(rows.length / size);
  for (let at = 0; at < means.length; at++) {
    const [row, column] = [Math.floor(at / width), at % width];
    let sum = 0;
    for (let i = 0; i < size; i++) sum += rows[(row * size + i) * width + column] ?? 0;
    means[at] = sum / size;
  }
  return means;
}
