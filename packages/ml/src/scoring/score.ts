import { attentionShares } from './attention.ts';
import { decide, type Decision } from './decision.ts';
import { ModelError } from '../errors.ts';
import { headFeed } from './head-feed.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { outputOf } from '../models/manifest.ts';
import { type ModelSession, type SessionResult, type Tensor } from '../sessions/session.ts';

/** The head's result for one bag. */
export interface BagScore extends Decision {
  /** `[rows]`, shares that add up to 1; null for a head without attention. */
  readonly attention: Float32Array | null;
  /** Time inside ONNX Runtime. */
  readonly seconds: number;
}

/**
 * Scores a bag with the head of a model.
 *
 * @param features - `[rows, width]`, rows in the order of the manifest's `bag.order`.
 * @param width - values per row.
 * @throws ModelError if the graph fails, gives something else than the manifest says or takes fewer rows.
 */
export async function scoreBag(
  features: Float32Array,
  width: number,
  model: LoadedModel,
  session: ModelSession,
): Promise<BagScore> {
  const { manifest, head } = model;
  const attention = outputOf(head.spec, 'attention');
  const feed = await headFeed(features, width, model);
  const { decisions, result } = await runHead(feed, 1, model, session, attention ? [attention.name] : []);
  const [decision] = decisions;
  const found = attention && result.outputs[attention.name];
  if (!decision) throw new RangeError('The head gave no score.');
  return {
    ...decision,
    attention: attention && found ? attentionShares(found, attention, features.length / width, manifest) : null,
    seconds: result.seconds,
  };
}

/**
 * Scores bags with one run of the head.
 *
 * @param feed - the bags; more than one only for a head that takes a batch.
 * @returns one score per bag, in their order, and the time inside ONNX Runtime.
 * @throws ModelError if the graph fails or a logit is not finite.
 */
export async function scoreFeed(
  feed: Tensor,
  count: number,
  model: LoadedModel,
  session: ModelSession,
  givesBack = false,
): Promise<{
  readonly scores: readonly Decision[];
  readonly seconds: number;
  /** The memory of `feed`, where it was asked for. */
  readonly spent: Tensor | undefined;
}> {
  const { decisions, result } = await runHead(feed, count, model, session, [], givesBack);
  return { scores: decisions, seconds: result.seconds, spent: result.spent?.[model.head.spec.input.name] };
}

async function runHead(
  feed: Tensor,
  count: number,
  { manifest, head }: LoadedModel,
  session: ModelSession,
  also: readonly string[],
  givesBack = false,
): Promise<{ readonly decisions: readonly Decision[]; readonly result: SessionResult }> {
  const logits = outputOf(head.spec, 'logits');
  if (!logits) throw new RangeError('The head names no output that means logits.');
  const { name, width } = logits;
  // ONNX input `input.name`: float32, an image [n, channels, height, width] or [n, height, width, channels], or the rows
  // [n, width] or [1, n, width].
  const result = await session.run({ [head.spec.input.name]: feed }, [name, ...also], givesBack);
  const values = [...(result.outputs[name]?.values ?? [])];
  if (values.length !== count * width) {
    const message = `the head gave ${values.length} values as ${name} for ${count * width}`;
    throw new ModelError('OUTPUT_REFUSED', 'graphs.head.outputs', message);
  }
  const decisions = Array.from({ length: count }, (_, i) => decide(values.slice(i * width, (i + 1) * width), manifest));
  return { decisions, result };
}
