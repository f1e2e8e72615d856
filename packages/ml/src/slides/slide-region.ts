import { SlideError } from '../errors.ts';
import { type RegionRequest, type SlideLevel, type SlideLimits } from './slide-reader.ts';

/** A rectangle in pixels of a level, wholly inside it. */
export interface LevelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a region of a level with any decoder: the position is rounded to the nearest whole pixel of the level, and the
 * area outside has the background.
 *
 * @param background - 0xRRGGBB.
 * @param decode - of the part inside; RGB `[height, width, 3]`.
 * @throws RangeError, SlideError TOO_LARGE; what `decode` throws; the signal's reason when aborted.
 */
export async function readLevelRegion<Level extends SlideLevel>(
  levels: readonly Level[],
  { x, y, level: number, width, height }: RegionRequest,
  { limits, background = 0xff_ffff }: { readonly limits: SlideLimits; readonly background?: number },
  decode: (level: Level, box: LevelBox) => Promise<Uint8Array>,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const level = levels[number];
  if (!level) throw new RangeError(`The slide has no level ${number}.`);
  if (![x, y, width, height].every(Number.isSafeInteger) || width < 1 || height < 1) {
    throw new RangeError('A region needs whole numbers and a positive size.');
  }
  if (width * height > limits.maxReadPixels) {
    throw new SlideError('TOO_LARGE', `One read is limited to ${limits.maxReadPixels} pixels.`);
  }
  const left = Math.round(x / level.downsample);
  const top = Math.round(y / level.downsample);
  const x0 = Math.max(0, left);
  const y0 = Math.max(0, top);
  const x1 = Math.min(level.width, left + width);
  const y1 = Math.min(level.height, top + height);
  if (x1 <= x0 || y1 <= y0) return filled(width * height, background);

  const inside = await decode(level, { left: x0, top: y0, width: x1 - x0, height: y1 - y0 });
  signal?.throwIfAborted();
  if (x1 - x0 === width && y1 - y0 === height) return inside;
  const whole = filled(width * height, background);
  const row = (x1 - x0) * 3;
  for (let r = 0; r < y1 - y0; r++) {
    whole.set(inside.subarray(r * row, (r + 1) * row), ((y0 - top + r) * width + (x0 - left)) * 3);
  }
  return whole;
}

function filled(pixels: number, background: number): Uint8Array {
  const rgb = new Uint8Array(pixels * 3).fill(255);
  if (background === 0xff_ffff) return rgb;
  const colour = [background >>> 16, (background >>> 8) & 255, background & 255];
  for (let at = 0; at < rgb.length; at += 3) rgb.set(colour, at);
  return rgb;
}
