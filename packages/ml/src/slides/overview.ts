import { encodeJpeg } from '../pixels/encode-jpeg.ts';
import { type Box, readScaled } from './scaled-region.ts';
import { type SlideFacts, type SlideReader } from './slide-reader.ts';

interface Overview {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Longest side of an overview: 13 MB. */
const MOST_PX = 2048;
/** What is nearer to the smallest level than this is read from the level. */
const LEAST_SHRINK = 4;
/** Slides whose overview is kept. */
const MOST_SLIDES = 8;

/** Least recently used first. */
const kept = new Map<SlideReader, Promise<Overview>>();

/**
 * A rectangle of a slide as a JPEG, if it is so coarse that it would need much of the slide's smallest level: all of such
 * rectangles are cut from one picture of the whole slide, which is made for the first of them.
 *
 * @param box - level-0 pixels.
 * @param width - of the result, in pixels; likewise `height`.
 * @returns null for a finer rectangle.
 * @throws SlideError from the reader.
 */
export function overviewJpeg(reader: SlideReader, box: Box, width: number, height: number): Promise<Buffer> | null {
  const scale = overviewScale(reader);
  // As where a level is chosen: half a per cent of tolerance.
  if (Math.min(box.width / width, box.height / height) * 1.005 < scale) return null;
  return cut(reader, scale, box, { width, height });
}

async function cut(
  reader: SlideReader,
  scale: number,
  box: Box,
  to: { readonly width: number; readonly height: number },
): Promise<Buffer> {
  const { rgb, width, height } = await overviewOf(reader, scale);
  const left = Math.floor(box.x / scale);
  const top = Math.floor(box.y / scale);
  const right = Math.min(width, Math.ceil((box.x + box.width) / scale));
  const bottom = Math.min(height, Math.ceil((box.y + box.height) / scale));
  return encodeJpeg(rgb, width, height, { part: { left, top, width: right - left, height: bottom - top }, to });
}

/** Level-0 pixels per pixel of the overview: a power of two, as of every level of a Deep Zoom image. */
function overviewScale({ width, height, levels }: SlideFacts): number {
  const smallest = levels.at(-1)?.downsample ?? 1;
  const least = Math.max(smallest * LEAST_SHRINK, Math.max(width, height) / MOST_PX);
  return 2 ** Math.ceil(Math.log2(least / 1.005));
}

/** Not ended with the request that comes first: others wait for the same picture. */
function overviewOf(reader: SlideReader, scale: number): Promise<Overview> {
  const overview = kept.get(reader) ?? read(reader, scale);
  kept.delete(reader);
  kept.set(reader, overview);
  overview.catch(() => kept.delete(reader));
  const [oldest] = kept.keys();
  if (kept.size > MOST_SLIDES && oldest !== undefined) kept.delete(oldest);
  return overview;
}

async function read(reader: SlideReader, scale: number): Promise<Overview> {
  const width = Math.ceil(reader.width / scale);
  const height = Math.ceil(reader.height / scale);
  const whole = { x: 0, y: 0, width: reader.width, height: reader.height };
  return { rgb: await readScaled(reader, whole, width, height), width, height };
}
