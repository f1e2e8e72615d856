import { softmax } from '../scoring/decision.ts';

/**
 * The last layer of a head: `logits = weight (embedding - centre) + bias`. What a feature was divided by in training is
 * folded into `weight`; the centre stays a subtraction of its own, because folding it into `bias` loses digits.
 */
export interface HeadLayer {
  readonly width: number;
  /** `[width]`, values that float32 holds exactly; zeros where the features were not centred. */
  readonly centre: Float64Array;
  /** `[2, width]`, row-major: first the negative class, then the positive one. */
  readonly weight: Float64Array;
  /** `[2]`, in the same order. */
  readonly bias: Float64Array;
}

/**
 * Scores embeddings with a layer, in float64.
 *
 * @param embeddings - `[n, width]`.
 * @returns `[n]` probability of the positive class (PRPS), in the order of the rows.
 */
export function scoreEmbeddings(layer: HeadLayer, embeddings: ArrayLike<number>): Float64Array {
  const { width, centre, weight, bias } = layer;
  return Float64Array.from({ length: embeddings.length / width }, (_, row) => {
    let negative = bias[0] ?? 0;
    let positive = bias[1] ?? 0;
    for (let j = 0; j < width; j++) {
      const x = (embeddings[row * width + j] ?? 0) - (centre[j] ?? 0);
      negative += (weight[j] ?? 0) * x;
      positive += (weight[width + j] ?? 0) * x;
    }
    return softmax([negative, positive])[1] ?? NaN;
  });
}
