import { headFeed } from './head-feed.ts';
import { ModelError, SlideError } from '../errors.ts';
import { hashFile } from '../hash-file.ts';
import { LazySession } from '../sessions/lazy-session.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { outputOf } from '../models/manifest.ts';
import { hasBag, obtainBag } from './obtain-bag.ts';
import { type Provider, type RanProvider } from '../sessions/session.ts';
import { SlideDecoders } from '../decoders/slide-decoders.ts';
import { type ScoreSlideOptions } from './slide-score.ts';
import { stageTimer } from './stage-timer.ts';

/** A slide's embedding by the frozen network, ready for a last layer. */
export interface SlideEmbedding {
  /** `[width]`, the head's output with the meaning `embedding`. */
  readonly values: Float32Array;
  readonly slideSha256: string;
  readonly bagReused: boolean;
  /** Number of patches in the bag. */
  readonly patchesKept: number;
  readonly featuresRan: RanProvider;
  readonly headRan: RanProvider;
}

export interface SlideEmbedderOptions {
  readonly model: LoadedModel;
  readonly bagDir: string;
  /** `auto` by default. */
  readonly provider?: Provider | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type EmbedSlideOptions = Pick<
  ScoreSlideOptions,
  'slidePath' | 'slideSha256' | 'micronsPerPixel' | 'roi' | 'limits' | 'onProgress'
>;

/** Outlives the slides it serves; `end` closes it. */
class SharedSession extends LazySession {
  override close(): void {}

  end(): void {
    super.close();
  }
}

/**
 * Values that the head of a model gives before its last layer.
 *
 * @throws ModelError if the manifest names no output with the meaning `embedding`: then no layer can be added after it.
 */
export function embeddingWidth({ head }: LoadedModel): number {
  return embeddingOutput(head.spec).width;
}

export function embeddingOutput(spec: LoadedModel['head']['spec']): { name: string; width: number } {
  const output = outputOf(spec, 'embedding');
  if (output) return output;
  const message = 'names no output that means embedding: the head gives only its decision, nothing to train on';
  throw new ModelError('SHAPE_MISMATCH', 'graphs.head.outputs', message);
}

/** Sends slides through the frozen part of a model, one after another. Bags are reused, and made if missing. */
export class SlideEmbedder {
  private readonly network: SharedSession;
  private readonly head: SharedSession;
  /** One set of processes for all slides: starting one takes as long as reading twenty patches. */
  private readonly decoders = new SlideDecoders();
  private readonly output: string;
  private readonly options: SlideEmbedderOptions;

  constructor(options: SlideEmbedderOptions) {
    const { model, provider = 'auto', threads, signal } = options;
    this.options = options;
    this.output = embeddingOutput(model.head.spec).name;
    this.network = new SharedSession(model.features, { provider, threads, signal });
    this.head = new SharedSession(model.head, { provider, threads, signal });
  }

  /** @throws as scoreSlide. */
  async embed(slide: EmbedSlideOptions): Promise<SlideEmbedding> {
    const { model, signal } = this.options;
    signal?.throwIfAborted();
    const { network, head, decoders } = this;
    const options = { ...this.options, ...slide, decoders };
    const slideSha256 = await this.sha256Of(slide);
    const { bag, isReused } = await obtainBag(options, slideSha256, stageTimer(), network);
    const session = await head.open();
    // ONNX input `input.name`: float32, one image or the rows of one bag: see head-feed.ts.
    const feeds = { [model.head.spec.input.name]: await headFeed(bag.features, bag.sidecar.width, model) };
    const { outputs } = await session.run(feeds, [this.output]);
    const values = outputs[this.output]?.values;
    if (values?.length !== embeddingWidth(model) || !values.every(Number.isFinite)) {
      const message = `the head gave ${values?.length ?? 0} finite values as ${this.output} for ${embeddingWidth(model)}`;
      throw new ModelError('OUTPUT_REFUSED', 'graphs.head.outputs', message);
    }
    return {
      values,
      slideSha256,
      bagReused: isReused,
      patchesKept: bag.sidecar.rows,
      featuresRan: bag.sidecar.provider,
      headRan: session.ran,
    };
  }

  /** A stored bag is found by the known hash; pixels are read only from a file with that hash. */
  private async sha256Of({ slidePath, slideSha256, ...slide }: EmbedSlideOptions): Promise<string> {
    if (slideSha256 !== undefined && (await hasBag({ ...this.options, ...slide }, slideSha256))) return slideSha256;
    const found = await hashFile(slidePath, this.options.signal, () => undefined);
    if (slideSha256 === undefined || slideSha256 === found) return found;
    throw new SlideError('UNREADABLE', 'The image file of the slide is not the one that was attached: it has changed.');
  }

  /** Does not wait for the threads: after a cancel their last run may take a moment. */
  close(): void {
    this.network.end();
    this.head.end();
    void this.decoders.close();
  }
}
