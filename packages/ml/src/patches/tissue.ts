import { setImmediate } from 'node:timers/promises';
import { type Manifest } from '../models/manifest.ts';
import { readScaled } from '../slides/scaled-region.ts';
import { type SlideReader } from '../slides/slide-reader.ts';

export type TissueSettings = Manifest['tissue'];

/** Where the slide has tissue, at low resolution. */
export interface TissueMask {
  readonly width: number;
  readonly height: number;
  /** 1 tissue, 0 glass; `[height, width]`. */
  readonly tissue: Uint8Array;
}

/** Rows are processed in portions of about this many pixels, so that the event loop is never blocked for long. */
const PORTION_PIXELS = 60_000;

/**
 * Tissue by colour saturation: HSV saturation, median filter, threshold, closing.
 *
 * @param micronsPerPixel - of level 0.
 * @returns mask at `settings.micronsPerPixel`.
 * @throws SlideError from the reader; the signal's reason when aborted.
 *
 * Source: CLAM's segmentTissue (Lu et al. 2021) without its contour step.
 */
export async function tissueMask(
  reader: SlideReader,
  micronsPerPixel: number,
  settings: TissueSettings,
  signal?: AbortSignal,
): Promise<TissueMask> {
  const shrink = Math.max(1, settings.micronsPerPixel / micronsPerPixel);
  const width = Math.max(1, Math.round(reader.width / shrink));
  const height = Math.max(1, Math.round(reader.height / shrink));
  const whole = { x: 0, y: 0, width: reader.width, height: reader.height };
  const rgb = await readScaled(reader, whole, width, height, signal);
  const smooth = await medianFilter(saturation(rgb), width, height, settings.median);
  signal?.throwIfAborted();
  const raw = smooth.map((value) => (value > settings.saturation ? 1 : 0));
  return { width, height, tissue: close(raw, width, height, settings.close) };
}

/**
 * Counts tissue in rectangles of the mask.
 *
 * @returns a function of a level-0 box: the fraction of mask pixels with their centre in it that are tissue; for a box
 *   too small to hold a centre, the value of the nearest mask pixel.
 */
export function tissueFractions(
  mask: TissueMask,
  slide: { readonly width: number; readonly height: number },
): (x: number, y: number, sizePx: number) => number {
  const { width, height, tissue } = mask;
  const sums = new Uint32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += tissue[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = row + (sums[y * (width + 1) + x + 1] ?? 0);
    }
  }
  const at = (x: number, y: number) => sums[y * (width + 1) + x] ?? 0;
  return (x, y, sizePx) => {
    const [x0, x1] = centresWithin((x * width) / slide.width, ((x + sizePx) * width) / slide.width, width);
    const [y0, y1] = centresWithin((y * height) / slide.height, ((y + sizePx) * height) / slide.height, height);
    return (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / ((x1 - x0) * (y1 - y0));
  };
}

function centresWithin(from: number, to: number, size: number): [number, number] {
  const first = Math.min(size - 1, Math.max(0, Math.ceil(from - 0.5)));
  const end = Math.min(size, Math.max(first + 1, Math.ceil(to - 0.5)));
  return [first, end];
}

/** HSV saturation, 0 to 255, of RGB pixels: 255 (max - min) / max, rounded; 0 for black. */
function saturation(rgb: Uint8Array): Uint8Array {
  const result = new Uint8Array(rgb.length / 3);
  for (let i = 0, j = 0; i < result.length; i++, j += 3) {
    const r = rgb[j] ?? 0;
    const g = rgb[j + 1] ?? 0;
    const b = rgb[j + 2] ?? 0;
    const max = Math.max(r, g, b);
    result[i] = max === 0 ? 0 : Math.round((255 * (max - Math.min(r, g, b))) / max);
  }
  return result;
}

/** Median over a `side` x `side` window, edges replicated; a histogram slides along each row (Huang 1979). */
async function medianFilter(values: Uint8Array, width: number, height: number, side: number): Promise<Uint8Array> {
  if (side === 1) return values;
  const reach = (side - 1) / 2;
  const half = (side * side) >> 1;
  const result = new Uint8Array(values.length);
  const clamp = (v: number, size: number) => (v < 0 ? 0 : v >= size ? size - 1 : v);
  const portion = Math.max(1, Math.round(PORTION_PIXELS / width));

  for (let y = 0; y < height; y++) {
    if (y % portion === portion - 1) await setImmediate();
    const counts = new Uint16Array(256);
    const rows = Array.from({ length: side }, (_, k) => clamp(y + k - reach, height) * width);
    let median = 0;
    let below = 0; // window values smaller than `median`
    const change = (column: number, by: 1 | -1) => {
      const x = clamp(column, width);
      for (const row of rows) {
        const value = values[row + x] ?? 0;
        counts[value] = (counts[value] ?? 0) + by;
        if (value < median) below += by;
      }
    };
    for (let column = -reach; column <= reach; column++) change(column, 1);
    for (let x = 0; x < width; x++) {
      if (x > 0) {
        change(x - reach - 1, -1);
        change(x + reach, 1);
      }
      while (below > half) below -= counts[--median] ?? 0;
      while (below + (counts[median] ?? 0) <= half) below += counts[median++] ?? 0;
      result[y * width + x] = median;
    }
  }
  return result;
}

/**
 * Closing: fills gaps narrower than `side`. The erosion's window mirrors the dilation's, so an even side causes no
 * shift.
 */
function close(mask: Uint8Array, width: number, height: number, side: number): Uint8Array {
  if (side === 1) return mask;
  const before = side >> 1;
  const after = side - 1 - before;
  const dilated = slide(slide(mask, width, height, 1, before, after, 1), width, height, width, before, after, 1);
  return slide(slide(dilated, width, height, 1, after, before, 0), width, height, width, after, before, 0);
}

/**
 * Sets a pixel to `wanted` if any pixel from `before` behind it to `after` ahead of it along one axis is `wanted`;
 * positions outside are ignored.
 */
function slide(
  mask: Uint8Array,
  width: number,
  height: number,
  step: number,
  before: number,
  after: number,
  wanted: 0 | 1,
): Uint8Array {
  const length = step === 1 ? width : height;
  const lines = step === 1 ? height : width;
  const lineStep = step === 1 ? width : 1;
  const result = new Uint8Array(mask.length).fill(1 - wanted);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      if (mask[line * lineStep + i * step] !== wanted) continue;
      const end = Math.min(length - 1, i + before);
      for (let k = Math.max(0, i - after); k <= end; k++) result[line * lineStep + k * step] = wanted;
    }
  }
  return result;
}
