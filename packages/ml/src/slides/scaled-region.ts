import sharp from 'sharp';
import { encodeJpeg } from '../pixels/encode-jpeg.ts';
import { type RegionRequest, type SlideReader } from './slide-reader.ts';

/** A rectangle in level-0 pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Decoded pixels of one band; larger areas are read band by band so that memory stays flat. */
const MAX_BAND_PIXELS = 16e6;

/**
 * Reads a rectangle of the slide at any size, from the level that needs the least shrinking.
 *
 * @param box - level-0 pixels, whole numbers; white outside the slide.
 * @param width - of the result, in pixels; likewise `height`.
 * @returns RGB `[height, width, 3]`; unchanged level pixels if no scaling is needed.
 * @throws SlideError from the reader; the signal's reason when aborted.
 */
export async function readScaled(
  reader: SlideReader,
  box: Box,
  width: number,
  height: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const bands = bandsOf(reader, box, width, height);
  if (bands.length === 1 && bands[0]) return readBand(reader, bands[0], signal);
  const result = new Uint8Array(width * height * 3);
  for (const band of bands) result.set(await readBand(reader, band, signal), band.top * width * 3);
  return result;
}

/** The same as a JPEG. */
export async function readScaledJpeg(
  reader: SlideReader,
  box: Box,
  width: number,
  height: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  const [band, ...others] = bandsOf(reader, box, width, height);
  if (reader.perform && band && others.length === 0) {
    const { request, to } = band;
    const { bytes } = await reader.perform({ kind: 'region', request, to, as: 'jpeg' }, signal);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return encodeJpeg(await readScaled(reader, box, width, height, signal), width, height);
}

interface Band {
  readonly request: RegionRequest;
  readonly to: { readonly width: number; readonly height: number };
  /** First row of the band in the result. */
  readonly top: number;
}

function bandsOf(reader: SlideReader, box: Box, width: number, height: number): Band[] {
  const level = bestLevel(reader, Math.min(box.width / width, box.height / height));
  const downsample = reader.levels[level]?.downsample ?? 1;
  const levelWidth = Math.max(1, Math.round(box.width / downsample));
  const levelHeight = Math.max(1, Math.round(box.height / downsample));
  const count = Math.min(height, Math.ceil((levelWidth * levelHeight) / MAX_BAND_PIXELS));
  return Array.from({ length: count }, (_, band) => {
    const top = Math.floor((band * height) / count);
    const bottom = Math.floor(((band + 1) * height) / count);
    const levelTop = Math.round((top * levelHeight) / height);
    const levelBottom = Math.max(levelTop + 1, Math.round((bottom * levelHeight) / height));
    const y = box.y + Math.round(levelTop * downsample);
    const request = { x: box.x, y, level, width: levelWidth, height: levelBottom - levelTop };
    return { request, to: { width, height: bottom - top }, top };
  });
}

async function readBand(reader: SlideReader, { request, to }: Band, signal?: AbortSignal): Promise<Uint8Array> {
  if (reader.perform) return (await reader.perform({ kind: 'region', request, to, as: 'rgb' }, signal)).bytes;
  const rgb = await reader.readRgb(request, signal);
  return resizeRgb(rgb, request.width, request.height, to.width, to.height);
}

/**
 * Resizes RGB `[height, width, 3]` with a cubic kernel that widens when shrinking.
 *
 * @returns the input itself if the size is already right.
 */
export async function resizeRgb(
  rgb: Uint8Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Promise<Uint8Array> {
  if (width === toWidth && height === toHeight) return rgb;
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize(toWidth, toHeight, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
}

/** The coarsest level that is still at least as fine as `scale` level-0 pixels per result pixel. */
function bestLevel(reader: SlideReader, scale: number): number {
  let best = 0;
  // Half a per cent of tolerance: a level of 2220 / 1109 is still good enough for a scale of exactly 2.
  reader.levels.forEach(({ downsample }, index) => {
    if (downsample <= scale * 1.005) best = index;
  });
  return best;
}
