import { type Statement, statement } from '@haim/schema';
import * as ort from 'onnxruntime-node';
import sharp from 'sharp';
import { type BagSidecar } from './bag.ts';
import { hashFile } from '../hash-file.ts';
import { LazySession } from '../sessions/lazy-session.ts';
import { obtainBag } from './obtain-bag.ts';
import { countDropped } from '../patches/patches.ts';
import { type Region } from '../rois/roi.ts';
import { checkShape } from '../rois/roi-validity.ts';
import { attentionMethod } from './attention.ts';
import { predictedClass } from './decision.ts';
import { scoreBag } from './score.ts';
import { type RanProvider } from '../sessions/session.ts';
import { type ScoreSlideOptions, type SlideScore } from './slide-score.ts';
import { stageTimer } from './stage-timer.ts';

/**
 * One slide in, one score out: hash, tissue, patches, features, bag, score. The same slide and model give the same
 * score, whether the bag is made or reused.
 *
 * @throws SlideError for the slide, NO_RESOLUTION included; ModelError for the model; NotScorable if no patch is left;
 *   RoiError for a malformed region; the signal's reason within two seconds of an abort.
 */
export async function scoreSlide(options: ScoreSlideOptions): Promise<SlideScore> {
  const { model, provider = 'auto', roi, signal, threads, onProgress } = options;
  const began = performance.now();
  const timer = stageTimer();
  signal?.throwIfAborted();
  if (roi) checkRegions(roi);
  const onHashed = (done: number, total: number) => onProgress?.({ stage: 'hashing', done, total });
  const slideSha256 =
    options.slideSha256 ?? (await timer('hashing', () => hashFile(options.slidePath, signal, onHashed)));

  const network = new LazySession(model.features, { provider, signal, threads });
  const head = new LazySession(model.head, { provider, signal, threads });
  try {
    const { bag, isReused, seconds } = await obtainBag(options, slideSha256, timer, network);
    const { features, sidecar } = bag;
    onProgress?.({ stage: 'score', done: 0, total: 1 });
    const session = await head.open();
    const decided = await scoreBag(features, sidecar.width, model, session);
    onProgress?.({ stage: 'score', done: 1, total: 1 });

    const { classes, positiveClass, threshold } = model.manifest;
    return {
      prps: decided.prps,
      threshold: threshold.value,
      predictedClass: predictedClass(decided, model.manifest),
      positiveClass,
      classes,
      logits: decided.logits,
      attention: decided.attention && [...decided.attention],
      attentionMethod: decided.attention && attentionMethod(model),
      weights: model.weights,
      modelId: model.id,
      modelSha256: model.modelSha256,
      manifestSha256: model.manifestSha256,
      slideSha256,
      providerAsked: provider,
      providerRan: sidecar.provider,
      ...patchReport(sidecar),
      micronsPerPixel: sidecar.micronsPerPixel,
      roi: roi ?? 'whole tissue',
      reader: sidecar.reader,
      readerVersion: sidecar.readerVersion,
      warnings: warnings(options, sidecar, session.ran),
      bagReused: isReused,
      seconds: {
        total: (performance.now() - began) / 1000,
        hashing: timer.seconds('hashing'),
        tiling: timer.seconds('tiling'),
        decode: seconds.decode,
        starved: seconds.starved,
        session: seconds.session + decided.seconds,
      },
      versions: {
        onnxruntime: ort.env.versions.node ?? '',
        sharp: sharp.versions.sharp ?? '',
        libvips: sharp.versions.vips,
      },
    };
  } finally {
    head.close();
  }
}

/** Each is checked separately: several outlines together may have more points than one. */
function checkRegions(roi: readonly Region[]): void {
  const shapes = roi.length === 0 ? [[]] : roi.map((region) => [region]);
  for (const regions of shapes) checkShape({ name: 'region of interest', label: null, regions }, null);
}

function patchReport({ patches, rows, sizePx }: BagSidecar): Pick<SlideScore, 'patches' | 'patchMap'> {
  return {
    patches: { found: patches.length, kept: rows, dropped: countDropped(patches) },
    patchMap: patches.map(({ x, y, reason }) => ({ x, y, sizePx, kept: reason === null, reason })),
  };
}

function warnings({ model }: ScoreSlideOptions, sidecar: BagSidecar, headRan: RanProvider): Statement[] {
  const found = [...sidecar.warnings];
  if (headRan !== sidecar.provider) {
    found.push(statement('scoredElsewhere', { features: sidecar.provider, head: headRan }));
  }
  if (model.weights === 'synthetic') found.push(statement('syntheticWeights'));
  return found;
}
