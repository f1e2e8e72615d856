import { type Statement, statement } from '@haim/schema';
import { type Bag } from '../scoring/bag.ts';
import { SlideError } from '../errors.ts';
import { hashFile } from '../hash-file.ts';
import { LazySession } from '../sessions/lazy-session.ts';
import { type Weights } from '../models/manifest.ts';
import { keptBag, obtainBag } from '../scoring/obtain-bag.ts';
import { type BagSensitivity, sensitivityBy } from './sensitivity.ts';
import { type ScoreProgress, type ScoreSlideOptions } from '../scoring/slide-score.ts';
import { stageTimer } from '../scoring/stage-timer.ts';

export interface SensitivityProgress {
  readonly stage: Exclude<ScoreProgress['stage'], 'score'> | 'sensitivity';
  readonly done: number;
  readonly total: number;
}

/** As the slide was scored: another region or scale is another bag. */
export interface SlideSensitivityOptions extends Omit<ScoreSlideOptions, 'slidePath' | 'slideSha256' | 'onProgress'> {
  /** Of the file that was scored. */
  readonly slideSha256: string;
  /** Fetches the file; called only if the bag is no longer stored. */
  readonly slidePath: () => Promise<string>;
  readonly onProgress?: ((progress: SensitivityProgress) => void) | undefined;
  readonly rowByRowLimit?: number | undefined;
}

export interface SlideSensitivity extends BagSensitivity {
  /** How the numbers were measured, for the reader. */
  readonly method: Statement;
  /** Level-0 corner of each row's patch, `[rows]`. */
  readonly corners: readonly { readonly x: number; readonly y: number }[];
  readonly modelSha256: string;
  readonly weights: Weights;
  /** False if the bag was missing and has been made again. */
  readonly bagReused: boolean;
}

/**
 * Explains the score of a slide: finds its bag, or makes it again, and measures the sensitivity of the score to each
 * patch.
 *
 * @throws SlideError UNREADABLE if the bag is missing and the file is not the one that was scored; otherwise as
 *   scoreSlide and sensitivity.
 */
export async function slideSensitivity(options: SlideSensitivityOptions): Promise<SlideSensitivity> {
  const { model, provider = 'auto', signal, threads, onProgress, rowByRowLimit } = options;
  signal?.throwIfAborted();
  const network = new LazySession(model.features, { provider, signal, threads });
  const head = new LazySession(model.head, { provider, signal, threads });
  try {
    const kept = await keptBag(options, options.slideSha256);
    const bag = kept ?? (await makeAgain(options, network));
    const found = await sensitivityBy(await head.open(), bag, model, {
      signal,
      rowByRowLimit,
      onProgress: (done, total) => onProgress?.({ stage: 'sensitivity', done, total }),
    });
    const warnings: Statement[] = [...found.warnings];
    if (found.providerRan !== bag.sidecar.provider) {
      warnings.push(statement('explainedElsewhere', { features: bag.sidecar.provider, head: found.providerRan }));
    }
    if (model.weights === 'synthetic') warnings.push(statement('syntheticWeights'));
    return {
      ...found,
      method: methodOf(found, model.manifest.positiveClass),
      corners: bag.sidecar.patches.filter(({ reason }) => reason === null).map(({ x, y }) => ({ x, y })),
      modelSha256: model.modelSha256,
      weights: model.weights,
      bagReused: kept !== null,
      warnings,
    };
  } finally {
    head.close();
  }
}

async function makeAgain(
  { slidePath, slideSha256, onProgress, ...options }: SlideSensitivityOptions,
  network: LazySession,
): Promise<Bag> {
  const path = await slidePath();
  const onHashed = (done: number, total: number) => onProgress?.({ stage: 'hashing', done, total });
  if ((await hashFile(path, options.signal, onHashed)) !== slideSha256) {
    throw new SlideError('UNREADABLE', 'The image file of the slide is not the one that was scored: it has changed.');
  }
  const made = await obtainBag(
    {
      ...options,
      slidePath: path,
      onProgress: ({ stage, done, total }) => {
        if (stage !== 'score') onProgress?.({ stage, done, total });
      },
    },
    slideSha256,
    stageTimer(),
    network,
  );
  return made.bag;
}

function methodOf({ blocks, blockRows }: BagSensitivity, positive: string): Statement {
  return blockRows === 1
    ? statement('sensitivityPerPatch', { positive })
    : statement('sensitivityPerBlock', { positive, blocks: new Set(blocks).size, size: blockRows });
}
