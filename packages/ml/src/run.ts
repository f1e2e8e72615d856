import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import { type Bag, readBag, writeBag } from './bag.ts';
import { type DropCount, NotScorable, SlideError } from './errors.ts';
import { extractFeatures, type JudgedPatch } from './features.ts';
import { type LoadedModel } from './load-model.ts';
import { type Weights } from './manifest.ts';
import { openSlide } from './open-slide.ts';
import { patchGrid } from './patches.ts';
import { type DropReason } from './quality.ts';
import { checkRoi, type Polygon } from './roi.ts';
import { type BagScore, scoreBag } from './score.ts';
import { openSession, type Provider, type RanProvider } from './session.ts';
import { type SlideLimits } from './slide-reader.ts';
import { tissueFractions, tissueMask } from './tissue.ts';

export interface ScoreProgress {
  readonly stage: 'hashing' | 'tiling' | 'features' | 'score';
  readonly done: number;
  readonly total: number;
}

export interface ScoreSlideOptions {
  readonly slidePath: string;
  /** If already known; else the file is hashed first. */
  readonly slideSha256?: string | undefined;
  readonly model: LoadedModel;
  /** Bags are kept here and reused. */
  readonly bagDir: string;
  /** `auto` by default. */
  readonly provider?: Provider | undefined;
  /** Outlines in level-0 pixels; absent: the whole tissue. */
  readonly roi?: readonly Polygon[] | undefined;
  /** For a slide that does not state its scale; ignored where it does. */
  readonly micronsPerPixel?: number | undefined;
  readonly limits?: Partial<SlideLimits> | undefined;
  /** CPU threads of one run of a graph. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ScoreProgress) => void) | undefined;
}

/** One square of the patch map, at its level-0 corner. */
export interface MappedPatch {
  readonly x: number;
  readonly y: number;
  /** Side in level-0 pixels. */
  readonly sizePx: number;
  readonly kept: boolean;
  readonly reason: DropReason | null;
}

export interface SlideScore {
  /** Probability of `positiveClass`, in [0, 1]. */
  readonly prps: number;
  readonly threshold: number;
  /** The positive class where `prps` reaches the threshold, else the other. */
  readonly predictedClass: string;
  readonly positiveClass: string;
  readonly classes: readonly [string, string];
  readonly logits: readonly [number, number];
  /** `synthetic` means: demonstration weights, not a prediction. */
  readonly weights: Weights;
  readonly modelId: string;
  readonly modelSha256: string;
  readonly manifestSha256: string;
  readonly slideSha256: string;
  readonly providerAsked: Provider;
  /** The provider that made the features; for a reused bag, the one that made it then. */
  readonly providerRan: RanProvider;
  readonly patches: { readonly found: number; readonly kept: number; readonly dropped: readonly DropCount[] };
  /** Grid order: y, then x. */
  readonly patchMap: readonly MappedPatch[];
  /** Level-0 scale that was used. */
  readonly micronsPerPixel: number;
  readonly roi: 'whole tissue' | readonly Polygon[];
  readonly warnings: readonly string[];
  readonly bagReused: boolean;
  readonly seconds: StageSeconds;
  readonly versions: { readonly onnxruntime: string; readonly sharp: string; readonly libvips: string };
}

/** Wall time of the whole, and what the parts took; reading (`decode`) overlaps the session. */
export interface StageSeconds {
  readonly total: number;
  readonly hashing: number;
  readonly tiling: number;
  /** Sum over patches: reading and judging pixels. */
  readonly decode: number;
  /** Inside ONNX Runtime, feature network and head together. */
  readonly session: number;
}

/**
 * One slide in, one score out: hash, tissue, patches, features, bag, score. The same slide and model give the same
 * score, whether the bag is made or reused.
 *
 * @throws SlideError for the slide, NO_RESOLUTION included; ModelError for the model; NotScorable when no patch is left;
 *   RangeError for a malformed region; the signal's reason within two seconds of an abort.
 */
export async function scoreSlide(options: ScoreSlideOptions): Promise<SlideScore> {
  const { model, bagDir, provider = 'auto', roi, signal, onProgress } = options;
  const began = performance.now();
  const timer = stageTimer();
  signal?.throwIfAborted();
  if (roi) checkRoi(roi);
  const slideSha256 =
    options.slideSha256 ?? (await timer('hashing', () => hashFile(options.slidePath, signal, onProgress)));
  const parametersSha256 = hashParameters(options);
  const identity = { slideSha256, featuresSha256: model.features.sha256, parametersSha256 };

  const found = await findBag(bagDir, identity, provider);
  const made = found ? null : await makeBag(options, identity, timer);
  const bag = found ?? made?.bag;
  if (!bag) throw new Error('No bag was made.');
  const { sidecar } = bag;

  onProgress?.({ stage: 'score', done: 0, total: 1 });
  const scored = await runHead(bag, options);
  onProgress?.({ stage: 'score', done: 1, total: 1 });

  const { manifest } = model;
  const [first, second] = manifest.classes;
  const negativeClass = manifest.positiveClass === first ? second : first;
  const warnings = [...sidecar.warnings];
  if (scored.ran !== sidecar.provider) {
    warnings.push(`The features were made on ${sidecar.provider}, the score on ${scored.ran}.`);
  }
  if (model.weights === 'synthetic') warnings.push('Demonstration weights, not a prediction.');
  return {
    prps: scored.prps,
    threshold: manifest.threshold.value,
    predictedClass: scored.prps >= manifest.threshold.value ? manifest.positiveClass : negativeClass,
    positiveClass: manifest.positiveClass,
    classes: manifest.classes,
    logits: scored.logits,
    weights: model.weights,
    modelId: model.id,
    modelSha256: model.modelSha256,
    manifestSha256: model.manifestSha256,
    slideSha256,
    providerAsked: provider,
    providerRan: sidecar.provider,
    patches: { found: sidecar.patches.length, kept: sidecar.rows, dropped: countDropped(sidecar.patches) },
    patchMap: sidecar.patches.map(({ x, y, reason }) => ({
      x,
      y,
      sizePx: sidecar.sizePx,
      kept: reason === null,
      reason,
    })),
    micronsPerPixel: sidecar.micronsPerPixel,
    roi: roi ?? 'whole tissue',
    warnings,
    bagReused: found !== null,
    seconds: {
      total: (performance.now() - began) / 1000,
      hashing: timer.seconds('hashing'),
      tiling: timer.seconds('tiling'),
      decode: made?.seconds.decode ?? 0,
      session: (made?.seconds.session ?? 0) + scored.seconds,
    },
    versions: { onnxruntime: ort.env.versions.node ?? '', sharp: sharp.versions.sharp, libvips: sharp.versions.vips },
  };
}

type Identity = Pick<Bag['sidecar'], 'slideSha256' | 'featuresSha256' | 'parametersSha256'>;

/** A bag from any provider answers `auto`; an explicit request is answered by that provider alone. */
async function findBag(folder: string, identity: Identity, asked: Provider): Promise<Bag | null> {
  const providers: readonly RanProvider[] = asked === 'auto' ? ['cuda', 'webgpu', 'cpu'] : [asked];
  for (const provider of providers) {
    const bag = await readBag(folder, { ...identity, provider });
    if (bag) return bag;
  }
  return null;
}

async function makeBag(options: ScoreSlideOptions, identity: Identity, timer: StageTimer) {
  const { model, bagDir, provider = 'auto', roi, signal, onProgress, threads } = options;
  const { manifest } = model;
  const reader = await openSlide(options.slidePath, options.limits);
  // The network loads while the slide is tiled.
  const opening = openSession(model.features, { provider, signal, ...(threads ? { threads } : {}) });
  opening.catch(() => {}); // rethrown below
  try {
    const micronsPerPixel = reader.micronsPerPixel ?? options.micronsPerPixel;
    if (micronsPerPixel === undefined || !(micronsPerPixel > 0)) {
      throw new SlideError('NO_RESOLUTION', 'The slide does not state its microns per pixel, and none was given.');
    }
    onProgress?.({ stage: 'tiling', done: 0, total: 1 });
    const grid = await timer('tiling', async () => {
      const mask = await tissueMask(reader, micronsPerPixel, manifest.tissue, signal);
      return patchGrid({
        width: reader.width,
        height: reader.height,
        micronsPerPixel,
        patch: manifest.patch,
        minTissueFraction: manifest.quality.minTissueFraction,
        tissueFraction: tissueFractions(mask, reader),
        roi,
      });
    });
    onProgress?.({ stage: 'tiling', done: 1, total: 1 });
    if (grid.patches.every(({ reason }) => reason !== null)) throw noPatchLeft(grid.patches);

    const session = await opening;
    const { features, patches, seconds } = await extractFeatures({
      reader,
      grid,
      model,
      session,
      signal,
      onProgress: (done, total) => onProgress?.({ stage: 'features', done, total }),
    });
    if (features.length === 0) throw noPatchLeft(patches);
    const bag = await writeBag(bagDir, { ...identity, provider: session.ran }, features, {
      rows: features.length / model.featureWidth,
      width: model.featureWidth,
      micronsPerPixel,
      sizePx: grid.sizePx,
      warnings: grid.warning ? [grid.warning] : [],
      patches: patches.map(({ x, y, reason, quality }) => ({ x, y, reason, quality })),
    });
    return { bag, seconds };
  } finally {
    await reader.close();
    await opening.then((session) => session.close()).catch(() => {});
  }
}

async function runHead(bag: Bag, options: ScoreSlideOptions): Promise<BagScore & { ran: RanProvider }> {
  const { model, provider = 'auto', signal, threads } = options;
  const session = await openSession(model.head, { provider, signal, ...(threads ? { threads } : {}) });
  try {
    return { ...(await scoreBag(bag.features, bag.sidecar.width, model, session)), ran: session.ran };
  } finally {
    await session.close();
  }
}

function noPatchLeft(patches: readonly Pick<JudgedPatch, 'reason'>[]): NotScorable {
  const reasons = countDropped(patches);
  const text = reasons.map(({ reason, count }) => `${count} ${reason}`).join(', ') || 'the slide is smaller than one';
  return new NotScorable(`No patch is left to score: ${text}.`, reasons);
}

function countDropped(patches: readonly Pick<JudgedPatch, 'reason'>[]): DropCount[] {
  const counts = new Map<string, number>();
  for (const { reason } of patches) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

/** Everything apart from slide and feature graph that decides the rows of a bag. */
function hashParameters({ model: { manifest }, roi, micronsPerPixel }: ScoreSlideOptions): string {
  const { patch, tissue, quality, graphs } = manifest;
  const parameters = [patch, tissue, quality, graphs.features.input, graphs.features.outputs, roi ?? null];
  return createHash('sha256').update(JSON.stringify([...parameters, micronsPerPixel ?? null])).digest('hex');
}

async function hashFile(
  path: string,
  signal: AbortSignal | undefined,
  onProgress: ScoreSlideOptions['onProgress'],
): Promise<string> {
  const hash = createHash('sha256');
  try {
    const total = (await stat(path)).size;
    let done = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      hash.update(chunk);
      done += chunk.length;
      onProgress?.({ stage: 'hashing', done, total });
    }
  } catch {
    signal?.throwIfAborted();
    throw new SlideError('UNREADABLE', 'The slide file cannot be read.');
  }
  return hash.digest('hex');
}

interface StageTimer {
  <Result>(stage: string, work: () => Promise<Result>): Promise<Result>;
  seconds(stage: string): number;
}

function stageTimer(): StageTimer {
  const spent = new Map<string, number>();
  const timed = async <Result>(stage: string, work: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      spent.set(stage, (spent.get(stage) ?? 0) + (performance.now() - began) / 1000);
    }
  };
  return Object.assign(timed, { seconds: (stage: string) => spent.get(stage) ?? 0 });
}
