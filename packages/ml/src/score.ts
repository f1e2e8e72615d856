import { setImmediate } from 'node:timers/promises';
import { type LoadedModel } from './load-model.ts';
import { type Manifest } from './manifest.ts';
import { type ModelSession, type Tensor } from './session.ts';

/** What the head says about one bag. */
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
 * @throws ModelError when the graph fails.
 */
export async function scoreBag(
  features: Float32Array,
  width: number,
  model: LoadedModel,
  session: ModelSession,
): Promise<BagScore> {
  const { manifest, head } = model;
  const { input, outputs } = head.spec;
  const image = await bagImage(features, width, manifest.bag);
  const values = withChannels(image, manifest.bag.channels, input);
  const [height, columns] = input.size;
  const { channels } = manifest.bag;
  const dims = input.layout === 'NCHW' ? [1, channels, height, columns] : [1, height, columns, channels];
  const tensor: Tensor = { dtype: 'float32', dims, values };
  const name = outputs.find(({ meaning }) => meaning === 'logits')?.name ?? '';
  // ONNX input `input.name`: float32, [1, channels, height, width] or [1, height, width, channels].
  const result = await session.run({ [input.name]: tensor }, [name]);
  const [first, second] = result.outputs[name]?.values ?? [];
  if (first === undefined || second === undefined || !Number.isFinite(first) || !Number.isFinite(second)) {
    throw new RangeError('The head gave no finite logits.');
  }
  const probabilities = softmax(first, second);
  const positive = manifest.classes.indexOf(manifest.positiveClass) === 0 ? probabilities[0] : probabilities[1];
  return { prps: positive, logits: [first, second], probabilities, seconds: result.seconds };
}

/** Two-class softmax, computed so that large logits do not overflow. */
export function softmax(first: number, second: number): [number, number] {
  const top = Math.max(first, second);
  const a = Math.exp(first - top);
  const b = Math.exp(second - top);
  return [a / (a + b), b / (a + b)];
}

/**
 * The bag as an image: `rows` x `width` resized bilinearly to the head's input.
 *
 * @param features - `[rows, width]`.
 * @returns `[bag.resize.height, bag.resize.width]`.
 *
 * Source: half-pixel centres as in PyTorch's interpolate(align_corners=False); with `antialias` the triangle widens by
 * the shrinking factor, as in Pillow and PyTorch's antialias=True.
 */
export async function bagImage(
  features: Float32Array,
  width: number,
  bag: Manifest['bag'],
): Promise<Float32Array<ArrayBuffer>> {
  const rows = features.length / width;
  const { height: toHeight, width: toWidth, antialias } = bag.resize;
  const across = triangleWeights(width, toWidth, antialias);
  const down = rowShares(triangleWeights(rows, toHeight, antialias), rows);
  const sums = new Float64Array(toHeight * toWidth);
  const narrow = new Float64Array(toWidth);
  for (let row = 0; row < rows; row++) {
    if (row % 256 === 255) await setImmediate(); // a bag may have tens of thousands of rows
    across.forEach(({ first, weights }, i) => {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += (features[row * width + first + k] ?? 0) * (weights[k] ?? 0);
      narrow[i] = sum;
    });
    for (const { target, weight } of down[row] ?? []) {
      const start = target * toWidth;
      for (let i = 0; i < toWidth; i++) sums[start + i] = (sums[start + i] ?? 0) + weight * (narrow[i] ?? 0);
    }
  }
  return Float32Array.from(sums);
}

interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** For each output position, which inputs it averages and with what weights (they sum to 1). */
function triangleWeights(from: number, to: number, antialias: boolean): Taps[] {
  const scale = from / to;
  const reach = antialias ? Math.max(1, scale) : 1;
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(from, Math.floor(centre + reach + 0.5));
    const raw = Array.from({ length: Math.max(1, end - first) }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: raw.map((weight) => weight / total) };
  });
}

/** The same weights seen from the input: which output rows each row adds to. */
function rowShares(taps: readonly Taps[], rows: number): { target: number; weight: number }[][] {
  const shares: { target: number; weight: number }[][] = Array.from({ length: rows }, () => []);
  taps.forEach(({ first, weights }, target) => {
    weights.forEach((weight, k) => {
      if (weight > 0) shares[first + k]?.push({ target, weight });
    });
  });
  return shares;
}

/** Repeats the image to `channels`, with the manifest's mean and deviation where it names them. */
function withChannels(
  image: Float32Array<ArrayBuffer>,
  channels: number,
  { layout, mean, std }: LoadedModel['head']['spec']['input'],
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(image.length * channels);
  for (let channel = 0; channel < channels; channel++) {
    const centre = mean?.[channel] ?? 0;
    const spread = std?.[channel] ?? 1;
    for (let i = 0; i < image.length; i++) {
      const at = layout === 'NCHW' ? channel * image.length + i : i * channels + channel;
      values[at] = ((image[i] ?? 0) - centre) / spread;
    }
  }
  return values;
}
