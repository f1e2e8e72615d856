import { type Statement, statement } from '@haim/schema';
import { createHash } from 'node:crypto';
import { type Bag, bagExists, type BagKey, readBag, writeBag } from './bag.ts';
import { NotScorable, SlideError } from '../errors.ts';
import { extractFeatures, type FeatureSeconds } from './features.ts';
import { type LazySession } from '../sessions/lazy-session.ts';
import { countDropped, patchGrid, type GridPatch } from '../patches/patches.ts';
import { type Polygon } from '../rois/roi.ts';
import { type Provider, type RanProvider } from '../sessions/session.ts';
import { SlideDecoders } from '../decoders/slide-decoders.ts';
import { type SlideFacts, type SlideReader } from '../slides/slide-reader.ts';
import { type ScoreSlideOptions } from './slide-score.ts';
import { type StageTimer } from './stage-timer.ts';
import { tissueFractions, tissueMask } from '../patches/tissue.ts';

/** A bag, new or reused, and the time that making it took. */
export interface ObtainedBag {
  readonly bag: Bag;
  readonly isReused: boolean;
  /** Zero for a reused bag. */
  readonly seconds: FeatureSeconds;
}

/**
 * Finds the bag of a slide or makes it: tissue, patches, quality, features.
 *
 * @param network - of the feature graph; opened only if a bag has to be made, and closed here. The head is opened
 *   afterwards: both at once would take a worker past 1 GB.
 * @throws as scoreSlide.
 */
export async function obtainBag(
  options: ScoreSlideOptions,
  slideSha256: string,
  timer: StageTimer,
  network: LazySession,
): Promise<ObtainedBag> {
  const found = await keptBag(options, slideSha256);
  if (found) return { bag: found, isReused: true, seconds: { decode: 0, session: 0, starved: 0 } };
  return makeBag(options, identityOf(options, slideSha256), timer, network);
}

/** What identifies a bag, besides the slide. */
export type BagChoice = Pick<ScoreSlideOptions, 'model' | 'bagDir' | 'provider' | 'roi' | 'micronsPerPixel' | 'reader'>;

/** The stored bag of a slide; null if it would have to be made. The slide's file is not needed. */
export async function keptBag(choice: BagChoice, slideSha256: string): Promise<Bag | null> {
  return findBag(choice.bagDir, identityOf(choice, slideSha256), choice.provider ?? 'auto');
}

/** Whether `obtainBag` would probably find the bag of a slide and not have to make it. */
export async function hasBag(choice: BagChoice, slideSha256: string): Promise<boolean> {
  const identity = identityOf(choice, slideSha256);
  for (const provider of answering(choice.provider ?? 'auto')) {
    if (await bagExists(choice.bagDir, { ...identity, provider })) return true;
  }
  return false;
}

type Identity = Omit<BagKey, 'provider'>;

function identityOf(choice: BagChoice, slideSha256: string): Identity {
  return {
    slideSha256,
    featuresSha256: weightsSha256(choice.model),
    parametersSha256: hashParameters(choice),
  };
}

/** An exporter that keeps weights beside the graph writes the same graph for every training of one architecture. */
function weightsSha256({ features: { sha256, spec } }: BagChoice['model']): string {
  if (spec.externalFiles.length === 0) return sha256;
  const parts = [sha256, ...spec.externalFiles.map((external) => external.sha256)];
  return createHash('sha256').update(parts.join(' ')).digest('hex');
}

/** `auto` accepts a bag from any provider; an explicit request only one from that provider. */
function answering(asked: Provider): readonly RanProvider[] {
  return asked === 'auto' ? ['cuda', 'webgpu', 'cpu'] : [asked];
}

async function findBag(folder: string, identity: Identity, asked: Provider): Promise<Bag | null> {
  for (const provider of answering(asked)) {
    const bag = await readBag(folder, { ...identity, provider });
    if (bag) return bag;
  }
  return null;
}

async function makeBag(
  options: ScoreSlideOptions,
  identity: Identity,
  timer: StageTimer,
  network: LazySession,
): Promise<ObtainedBag> {
  const { model, bagDir, roi, signal, onProgress, patchWatch } = options;
  const { manifest } = model;
  const decoders = options.decoders ?? new SlideDecoders();
  // The network loads while the slide is opened and tiled.
  void network.open();
  let opened: SlideReader | undefined;
  try {
    const { limits, reader: choice } = options;
    const reader = await decoders.open(options.slidePath, { limits, reader: choice }, signal);
    opened = reader;
    refuseUnequal(reader);
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
    patchWatch?.onGrid(grid);
    onProgress?.({ stage: 'tiling', done: 1, total: 1 });
    if (grid.patches.every(({ reason }) => reason !== null)) throw noPatchLeft(grid.patches);

    const session = await network.open();
    const { features, patches, seconds } = await extractFeatures({
      reader,
      grid,
      model,
      session,
      // On the CPU the network uses every core itself: reading far ahead only competes with it.
      readAhead: session.ran === 'cpu' ? 0 : decoders.parallelReads,
      signal,
      onProgress: (done, total) => onProgress?.({ stage: 'features', done, total }),
      onJudged: patchWatch?.onJudged,
    });
    if (features.length === 0) throw noPatchLeft(patches);
    const bag = await writeBag(bagDir, { ...identity, provider: session.ran }, features, {
      rows: features.length / model.featureWidth,
      width: model.featureWidth,
      micronsPerPixel,
      sizePx: grid.sizePx,
      reader: reader.reader,
      readerVersion: reader.readerVersion,
      warnings: [...scaleWarning(reader, micronsPerPixel), ...(grid.warning ? [grid.warning] : [])],
      patches: patches.map(({ x, y, reason, quality }) => ({ x, y, reason, quality })),
    });
    return { bag, isReused: false, seconds };
  } finally {
    network.close();
    await (options.decoders ? opened?.close() : decoders.close());
  }
}

/** A scale from the caller does not help: squares of such a slide are not squares of tissue at any scale. */
function refuseUnequal({ unequalMicrons }: SlideFacts): void {
  if (unequalMicrons === null) return;
  const { x, y } = unequalMicrons;
  throw new SlideError(
    'NO_RESOLUTION',
    `The slide states ${x} microns per pixel across and ${y} down: a model needs square pixels.`,
  );
}

function scaleWarning(reader: SlideFacts, given: number): Statement[] {
  if (reader.micronsPerPixel !== null) return [];
  return [statement('scaleWasStated', { microns: given })];
}

function noPatchLeft(patches: readonly Pick<GridPatch, 'reason'>[]): NotScorable {
  const reasons = countDropped(patches);
  const text = reasons.map(({ reason, count }) => `${count} ${reason}`).join(', ') || 'the slide is smaller than one';
  return new NotScorable(`No patch is left to score: ${text}.`, reasons);
}

/** Increase whenever reading, resampling or judging patches changes: older bags are then made again. */
const PATCH_READING_VERSION = 2;

/** Everything apart from slide and feature graph that determines the rows of a bag. */
function hashParameters({ model: { manifest }, roi, micronsPerPixel, reader = 'auto' }: BagChoice): string {
  const { patch, tissue, quality, graphs } = manifest;
  const parameters = [
    PATCH_READING_VERSION,
    patch,
    tissue,
    quality,
    graphs.features.input,
    graphs.features.outputs,
    roi ? roi.map(({ outline, holes }) => [pointsOf(outline), holes.map(pointsOf)]) : null,
  ];
  // A request that names a reader gets a bag made by that reader.
  const named = reader === 'auto' ? [] : [reader];
  return createHash('sha256')
    .update(JSON.stringify([...parameters, micronsPerPixel ?? null, ...named]))
    .digest('hex');
}

/** Positions only, without field names: a region stored as JSON may come back with its fields in another order. */
function pointsOf(ring: Polygon): [number, number][] {
  return ring.map(({ x, y }) => [x, y]);
}
