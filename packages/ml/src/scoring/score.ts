import { bagImage, headInput } from './bag-image.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { type ModelSession } from '../sessions/session.ts';

/** The head's result for one bag. */
export interface BagScore {
  /** Probability of the positive class, in [0, 1]: near 0 favours CR/PR, near 1 SD/PD. */
  readonly prps: number;
  /** In the order of the manifest's classes. */
  readonly logits: readonly [number, number];
  readonly probabilities: readonly [number, number];
  /** Time inside ONNX Runtime. */
  readonly seconds: number;
}

/**
 * Scores a bag with the head of a model.
 *
 * @param features - `[rows, width]`, rows in the order of the manifest's `bag.order`.
 * @param width - values per row.
 * @throws ModelError if the graph fails.
 */
export async function scoreBag(
  features: Float32Array,
  width: number,
  model: LoadedModel,
  session: ModelSession,
): Promise<BagScore> {
  const image = await bagImage(features, width, model.manifest.bag);
  const { scores, seconds } = await scoreImages([image], model, session);
  const [score] = scores;
  if (!score) throw new RangeError('The head gave no score.');
  return { ...score, seconds };
}

/**
 * Scores bag images with one run of the head.
 *
 * @param images - each `[bag.resize.height, bag.resize.width]`; more than one only for a head that takes a batch.
 * @returns one score per image, in their order, and the time inside ONNX Runtime.
 * @throws ModelError if the graph fails; RangeError if a logit is not finite.
 */
export async function scoreImages(
  images: readonly Float32Array[],
  model: LoadedModel,
  session: ModelSession,
): Promise<{ readonly scores: readonly Omit<BagScore, 'seconds'>[]; readonly seconds: number }> {
  const { manifest, head } = model;
  const name = head.spec.outputs.find(({ meaning }) => meaning === 'logits')?.name ?? '';
  // ONNX input `input.name`: float32, [n, channels, height, width] or [n, height, width, channels].
  const result = await session.run({ [head.spec.input.name]: headInput(images, model) }, [name]);
  const values = result.outputs[name]?.values ?? [];
  const positive = manifest.classes.indexOf(manifest.positiveClass) === 0 ? 0 : 1;
  const scores = images.map((_, index) => {
    const [first, second] = [values[2 * index], values[2 * index + 1]];
    if (first === undefined || second === undefined || !Number.isFinite(first) || !Number.isFinite(second)) {
      throw new RangeError('The head gave no finite logits.');
    }
    const logits = [first, second] as const;
    const probabilities = softmax(first, second);
    return { prps: probabilities[positive], logits, probabilities };
  });
  return { scores, seconds: result.seconds };
}

/** Two-class softmax, computed so that large logits do not overflow. */
export function softmax(first: number, second: number): [number, number] {
  const top = Math.max(first, second);
  const a = Math.exp(first - top);
  const b = Math.exp(second - top);
  return [a / (a + b), b / (a + b)];
}
