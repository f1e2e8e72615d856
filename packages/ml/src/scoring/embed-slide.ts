import { headFeed } from './head-feed.ts';
import { ModelError } from '../errors.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { outputOf } from '../models/manifest.ts';
import { type RanProvider } from '../sessions/session.ts';
import { SharedSession, SlideBags, type SlideBagsOptions, type SlideOfBag } from './slide-bags.ts';

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

export type EmbedSlideOptions = SlideOfBag;

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
  private readonly bags: SlideBags;
  private readonly head: SharedSession;
  private readonly output: string;
  private readonly model: LoadedModel;

  constructor(options: SlideBagsOptions) {
    const { model, provider = 'auto', threads, signal } = options;
    this.model = model;
    this.output = embeddingOutput(model.head.spec).name;
    this.bags = new SlideBags(options);
    this.head = new SharedSession(model.head, { provider, threads, signal });
  }

  /** @throws as scoreSlide. */
  async embed(slide: EmbedSlideOptions): Promise<SlideEmbedding> {
    const { model, output } = this;
    const { bag, isReused, slideSha256 } = await this.bags.obtain(slide);
    const session = await this.head.open();
    // ONNX input `input.name`: float32, one image or the rows of one bag: see head-feed.ts.
    const feeds = { [model.head.spec.input.name]: await headFeed(bag.features, bag.sidecar.width, model) };
    const { outputs } = await session.run(feeds, [output]);
    const values = outputs[output]?.values;
    if (values?.length !== embeddingWidth(model) || !values.every(Number.isFinite)) {
      const message = `the head gave ${values?.length ?? 0} finite values as ${output} for ${embeddingWidth(model)}`;
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

  /** Does not wait for the threads: after a cancel their last run may take a moment. */
  close(): void {
    this.bags.close();
    this.head.end();
  }
}
