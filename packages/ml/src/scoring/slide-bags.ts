import { join } from 'node:path';
import { type Bag, bagName } from './bag.ts';
import { SlideError } from '../errors.ts';
import { hashFile } from '../hash-file.ts';
import { LazySession } from '../sessions/lazy-session.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { hasBag, obtainBag } from './obtain-bag.ts';
import { type Provider } from '../sessions/session.ts';
import { SlideDecoders } from '../decoders/slide-decoders.ts';
import { type ScoreSlideOptions } from './slide-score.ts';
import { stageTimer } from './stage-timer.ts';

export interface SlideBagsOptions {
  readonly model: LoadedModel;
  readonly bagDir: string;
  /** `auto` by default. */
  readonly provider?: Provider | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type SlideOfBag = Pick<
  ScoreSlideOptions,
  'slidePath' | 'slideSha256' | 'micronsPerPixel' | 'roi' | 'limits' | 'onProgress'
>;

export interface KeptBag {
  readonly bag: Bag;
  readonly isReused: boolean;
  readonly slideSha256: string;
  /** Its rows: raw little-endian float32. */
  readonly path: string;
}

/** Outlives the slides it serves; `end` closes it. */
export class SharedSession extends LazySession {
  override close(): void {}

  end(): void {
    super.close();
  }
}

/** Bags of many slides, one after another: reused, and made if missing. The head of the model is not asked. */
export class SlideBags {
  private readonly network: SharedSession;
  /** One set of processes for all slides: starting one takes as long as reading twenty patches. */
  private readonly decoders = new SlideDecoders();
  private readonly options: SlideBagsOptions;

  constructor(options: SlideBagsOptions) {
    const { model, provider = 'auto', threads, signal } = options;
    this.options = options;
    this.network = new SharedSession(model.features, { provider, threads, signal });
  }

  /** @throws as scoreSlide. */
  async obtain(slide: SlideOfBag): Promise<KeptBag> {
    this.options.signal?.throwIfAborted();
    const options = { ...this.options, ...slide, decoders: this.decoders };
    const slideSha256 = await this.sha256Of(slide);
    const { bag, isReused } = await obtainBag(options, slideSha256, stageTimer(), this.network);
    return { bag, isReused, slideSha256, path: join(this.options.bagDir, `${bagName(bag.sidecar)}.f32`) };
  }

  /** A stored bag is found by the known hash; pixels are read only from a file with that hash. */
  private async sha256Of({ slidePath, slideSha256, ...slide }: SlideOfBag): Promise<string> {
    if (slideSha256 !== undefined && (await hasBag({ ...this.options, ...slide }, slideSha256))) return slideSha256;
    const found = await hashFile(slidePath, this.options.signal, () => undefined);
    if (slideSha256 === undefined || slideSha256 === found) return found;
    throw new SlideError('UNREADABLE', 'The image file of the slide is not the one that was attached: it has changed.');
  }

  /** Does not wait for the thread: after a cancel its last run may take a moment. */
  close(): void {
    this.network.end();
    void this.decoders.close();
  }
}
