import { ModelError } from '../errors.ts';
import { type Manifest } from '../models/manifest.ts';

/** What a head decides of one bag. */
export interface Decision {
  /** Probability of the positive class, in [0, 1]: near 0 favours CR/PR, near 1 SD/PD. */
  readonly prps: number;
  /** In the order of the manifest's classes; a single one is that of the positive class. */
  readonly logits: readonly number[];
  /** In the order of the manifest's classes. */
  readonly probabilities: readonly number[];
}

/**
 * Probabilities of logits: softmax, or of a single logit its sigmoid.
 *
 * @param logits - one, or one for each class.
 * @throws ModelError OUTPUT_REFUSED if one is not finite.
 */
export function decide(logits: readonly number[], { classes, positiveClass }: Manifest): Decision {
  if (!logits.every(Number.isFinite)) {
    throw new ModelError('OUTPUT_REFUSED', 'graphs.head.outputs', 'the head gave a logit that is not finite');
  }
  if (logits.length === 1) {
    const [negative, prps] = softmax([0, logits[0] ?? 0]) as [number, number];
    return { prps, logits, probabilities: classes.map((name) => (name === positiveClass ? prps : negative)) };
  }
  const probabilities = softmax(logits);
  return { prps: probabilities[classes.indexOf(positiveClass)] ?? NaN, logits, probabilities };
}

/**
 * The positive class where its probability reaches the threshold, otherwise the most probable of the others.
 */
export function predictedClass({ prps, probabilities }: Decision, manifest: Manifest): string {
  const { classes, positiveClass, threshold } = manifest;
  if (prps >= threshold.value) return positiveClass;
  const others = classes.flatMap((name, i) => (name === positiveClass ? [] : [{ name, p: probabilities[i] ?? 0 }]));
  return others.reduce((best, one) => (one.p > best.p ? one : best)).name;
}

/** Computed so that large logits do not overflow. */
export function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
