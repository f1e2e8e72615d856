import { rm } from 'node:fs/promises';
import { SlideDecoders } from '../decoders/slide-decoders.ts';
import { NotScorable, SlideError } from '../errors.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { type Agreement } from '../models/manifest.ts';
import { readPatch, type ReadPatch } from '../patches/read-patch.ts';
import { type Bag } from '../scoring/bag.ts';
import { runBatch } from '../scoring/features.ts';
import { keptBag } from '../scoring/obtain-bag.ts';
import { scoreSlide } from '../scoring/run.ts';
import { needExactInt8 } from '../sessions/exact-int8.ts';
import { openSession } from '../sessions/session.ts';
import { stateAgreement, writeInt8Model } from './write-int8-model.ts';

/** Fewer say nothing about a score. */
export const FEWEST_SLIDES = 20;
/** Spread evenly over the slides. */
const CALIBRATION_PATCHES = 64;
const TIMED_PATCHES = 16;

export interface StudySlide {
  readonly path: string;
  readonly sha256: string;
  /** For a file that does not state its scale. */
  readonly micronsPerPixel?: number | undefined;
}

export interface Int8OnSlidesOptions {
  readonly parentFolder: string;
  readonly base: LoadedModel;
  readonly slides: readonly StudySlide[];
  readonly bagDir: string;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Int8OnSlides {
  /** The new model's folder, which the caller moves or removes. */
  readonly folder: string;
  readonly model: LoadedModel;
  readonly agreement: Agreement;
  /** Of the feature networks alone, in turns on the same patches: patches a second. */
  readonly patchesPerSecond: { readonly float32: number; readonly int8: number };
}

/**
 * Makes the int8 form of a model with patches of a study, scores the study's slides with both and states in the manifest
 * of the form how far apart they are.
 *
 * @throws RangeError where fewer than 20 of the slides can be scored; ModelError as writeInt8Model.
 */
export async function int8OnSlides(options: Int8OnSlidesOptions): Promise<Int8OnSlides> {
  const { base, slides, bagDir, threads, signal, onProgress } = options;
  needExactInt8('features');
  // One set of processes for all slides.
  const decoders = new SlideDecoders();
  const run = (model: LoadedModel, { path, sha256, micronsPerPixel }: StudySlide) =>
    scoreSlide({
      ...{ slidePath: path, slideSha256: sha256, micronsPerPixel, model, bagDir, decoders, threads, signal },
      provider: 'cpu',
    });
  try {
    const scored: Scored[] = [];
    for (const [i, slide] of slides.entries()) {
      try {
        scored.push({ slide, prps: (await run(base, slide)).prps });
      } catch (error) {
        // What has no score by the original is not compared.
        if (!(error instanceof NotScorable) && !(error instanceof SlideError)) throw error;
      }
      onProgress?.(i + 1, 2 * slides.length);
    }
    if (scored.length < FEWEST_SLIDES) {
      const found = `${scored.length} of ${slides.length} slides can be scored`;
      throw new RangeError(`${found}; ${FEWEST_SLIDES} are needed to compare the two forms`);
    }
    const bagOf = async (model: LoadedModel, { sha256, micronsPerPixel }: StudySlide): Promise<Bag> => {
      const bag = await keptBag({ model, bagDir, micronsPerPixel, provider: 'cpu' }, sha256);
      if (!bag) throw new Error('a bag that was made is gone');
      return bag;
    };
    const patches = await calibrationPatches(decoders, base, scored.map(({ slide }) => slide), bagOf); // prettier-ignore
    const { folder, model } = await writeInt8Model({ ...options, patches });
    try {
      const others: number[] = [];
      for (const { slide } of scored) {
        others.push((await run(model, slide)).prps);
        onProgress?.(slides.length + others.length, 2 * slides.length);
      }
      const agreement = await agreementOf(base, model, scored, others, bagOf);
      return {
        folder,
        model: await stateAgreement(folder, model, agreement),
        agreement,
        patchesPerSecond: await speeds(base, model, patches.slice(0, TIMED_PATCHES), threads),
      };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  } finally {
    await decoders.close();
  }
}

interface Scored {
  readonly slide: StudySlide;
  readonly prps: number;
}
type BagOf = (model: LoadedModel, slide: StudySlide) => Promise<Bag>;

async function agreementOf(
  base: LoadedModel,
  form: LoadedModel,
  scored: readonly Scored[],
  others: readonly number[],
  bagOf: BagOf,
): Promise<Agreement> {
  let [patches, squares, differences] = [0, 0, 0];
  for (const { slide } of scored) {
    const [expected, found] = [await bagOf(base, slide), await bagOf(form, slide)];
    patches += expected.sidecar.rows;
    expected.features.forEach((value, at) => {
      squares += value * value;
      differences += (value - (found.features[at] ?? NaN)) ** 2;
    });
  }
  const { value: threshold } = base.manifest.threshold;
  const apart = scored.map(({ prps }, i) => Math.abs(prps - (others[i] ?? NaN)));
  return {
    slides: scored.length,
    patches,
    provider: 'cpu',
    featureError: Math.sqrt(differences / squares),
    meanScoreDifference: apart.reduce((sum, one) => sum + one, 0) / apart.length,
    largestScoreDifference: Math.max(...apart),
    classesChanged: scored.filter(({ prps }, i) => prps >= threshold !== (others[i] ?? NaN) >= threshold).length,
  };
}

/** Patches that were scored, the same number of each slide and evenly over it. */
async function calibrationPatches(
  decoders: SlideDecoders,
  model: LoadedModel,
  slides: readonly StudySlide[],
  bagOf: BagOf,
): Promise<ReadPatch[]> {
  const found: ReadPatch[] = [];
  const each = Math.ceil(CALIBRATION_PATCHES / slides.length);
  for (const slide of slides) {
    const { sidecar } = await bagOf(model, slide);
    const kept = sidecar.patches.filter(({ reason }) => reason === null);
    const reader = await decoders.open(slide.path, {});
    try {
      for (let i = 0; i < Math.min(each, kept.length); i++) {
        const place = kept[Math.floor(((i + 0.5) * kept.length) / Math.min(each, kept.length))];
        if (place) found.push(await readPatch(reader, place, sidecar.sizePx, model.manifest));
      }
    } finally {
      await reader.close();
    }
  }
  return found;
}

/** In turns, so that whatever else the machine does falls on both. */
async function speeds(base: LoadedModel, form: LoadedModel, patches: readonly ReadPatch[], threads?: number) {
  const sessions = [];
  for (const model of [base, form]) {
    sessions.push({ model, session: await openSession(model.features, { provider: 'cpu', threads }), seconds: 0 });
  }
  try {
    const [first, ...timed] = patches;
    for (const { model, session } of sessions) if (first) await runBatch([first], model, session);
    for (const patch of timed) {
      for (const one of sessions) one.seconds += (await runBatch([patch], one.model, one.session)).seconds;
    }
    const [float32 = NaN, int8 = NaN] = sessions.map(({ seconds }) => timed.length / seconds);
    return { float32, int8 };
  } finally {
    for (const { session } of sessions) await session.close();
  }
}
