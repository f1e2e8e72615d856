import { setImmediate } from 'node:timers/promises';
import { type LoadedModel } from '../models/load-model.ts';
import { imageOf, type Manifest, takesRows } from '../models/manifest.ts';
import { type Tensor } from '../sessions/session.ts';

/** How the rows and columns of a bag become the rows and columns of the head's image. The mapping is linear. */
export interface BagResize {
  /** For each column of the image: which features it averages. */
  readonly across: readonly Taps[];
  /** For each row of the bag: to which rows of the image it adds, and how much. */
  readonly shares: readonly (readonly RowShare[])[];
  readonly toHeight: number;
  readonly toWidth: number;
}

export interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

export interface RowShare {
  readonly target: number;
  readonly weight: number;
}

/**
 * The weights by which a bag of `rows` x `width` is resized bilinearly.
 *
 * Source: half-pixel centres as in PyTorch's interpolate(align_corners=False); with `antialias` the triangle widens by
 * the shrinking factor, as in Pillow and PyTorch's antialias=True.
 */
export function bagResize(rows: number, width: number, bag: Manifest['bag']): BagResize {
  const { height: toHeight, width: toWidth, antialias } = imageOf(bag).resize;
  const across = triangleWeights(width, toWidth, antialias);
  return { across, shares: rowShares(triangleWeights(rows, toHeight, antialias), rows), toHeight, toWidth };
}

/**
 * The bag as an image: `rows` x `width` resized bilinearly to the head's input.
 *
 * @param features - `[rows, width]`.
 * @returns `[bag.resize.height, bag.resize.width]`.
 */
export async function bagImage(
  features: Float32Array,
  width: number,
  bag: Manifest['bag'],
): Promise<Float32Array<ArrayBuffer>> {
  const resize = bagResize(features.length / width, width, bag);
  return Float32Array.from(await bagSums(features, width, resize));
}

/** The image of a bag before it is rounded to float32: what a change of single rows can be added to. */
export async function bagSums(features: Float32Array, width: number, resize: BagResize): Promise<Float64Array> {
  const sums = new Float64Array(resize.toHeight * resize.toWidth);
  const narrow = new Float64Array(resize.toWidth);
  for (let row = 0; row < resize.shares.length; row++) {
    if (row % 256 === 255) await setImmediate(); // a bag may have tens of thousands of rows
    narrowRow(features.subarray(row * width, (row + 1) * width), resize, narrow);
    addRow(sums, narrow, row, resize);
  }
  return sums;
}

/** One row of a bag at the width of the image, written into `narrow`. */
export function narrowRow(row: Float32Array, { across }: BagResize, narrow: Float64Array): void {
  across.forEach(({ first, weights }, i) => {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += (row[first + k] ?? 0) * (weights[k] ?? 0);
    narrow[i] = sum;
  });
}

/** Adds what the bag's row number `row` contributes, given at the width of the image, to an image. */
export function addRow(sums: Float64Array, narrow: Float64Array, row: number, { shares, toWidth }: BagResize): void {
  for (const { target, weight } of shares[row] ?? []) {
    const start = target * toWidth;
    for (let i = 0; i < toWidth; i++) sums[start + i] = (sums[start + i] ?? 0) + weight * (narrow[i] ?? 0);
  }
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
function rowShares(taps: readonly Taps[], rows: number): RowShare[][] {
  const shares: RowShare[][] = Array.from({ length: rows }, () => []);
  taps.forEach(({ first, weights }, target) => {
    weights.forEach((weight, k) => {
      if (weight > 0) shares[first + k]?.push({ target, weight });
    });
  });
  return shares;
}

/**
 * Images as one batch of the head's input: each repeated to the manifest's channels, with its mean and deviation if it
 * names them.
 *
 * @param images - each `[bag.resize.height, bag.resize.width]`.
 */
export function headInput(images: readonly Float32Array[], { manifest, head }: LoadedModel): Tensor {
  const { channels } = imageOf(manifest.bag);
  const { input } = head.spec;
  if (takesRows(input)) throw new RangeError('The head takes rows and not an image.');
  const { layout, size, mean, std } = input;
  const [height, width] = size;
  const pixels = height * width;
  const values = new Float32Array(images.length * channels * pixels);
  images.forEach((image, index) => {
    const start = index * channels * pixels;
    for (let channel = 0; channel < channels; channel++) {
      const centre = mean?.[channel] ?? 0;
      const spread = std?.[channel] ?? 1;
      for (let i = 0; i < pixels; i++) {
        const at = layout === 'NCHW' ? channel * pixels + i : i * channels + channel;
        values[start + at] = ((image[i] ?? 0) - centre) / spread;
      }
    }
  });
  const n = images.length;
  const dims = layout === 'NCHW' ? [n, channels, height, width] : [n, height, width, channels];
  return { dtype: 'float32', dims, values };
}
