import { overviewJpeg } from './overview.ts';
import { type Box, readScaledJpeg } from './scaled-region.ts';
import { type SlideFacts, type SlideReader } from './slide-reader.ts';

export interface DeepZoomOptions {
  /** Side of a tile without its overlap, in pixels. */
  readonly tileSize?: number;
  /** Pixels shared with each neighbour. */
  readonly overlap?: number;
}

/** What a Deep Zoom viewer such as OpenSeadragon needs before the first tile. */
export interface DeepZoomInfo {
  readonly width: number;
  readonly height: number;
  readonly tileSize: number;
  readonly overlap: number;
  /** Level 0 is one pixel, `maxLevel` the full slide; each level doubles the one below. */
  readonly maxLevel: number;
  readonly format: 'jpeg';
}

// With one pixel of overlap on each side a tile is 512 pixels: half the requests of the customary 254.
const defaults = { tileSize: 510, overlap: 1 };

/** The geometry of the slide as a Deep Zoom image. */
export function deepZoomInfo(
  reader: Pick<SlideFacts, 'width' | 'height'>,
  options: DeepZoomOptions = {},
): DeepZoomInfo {
  const { tileSize, overlap } = { ...defaults, ...options };
  const maxLevel = Math.ceil(Math.log2(Math.max(reader.width, reader.height)));
  return { width: reader.width, height: reader.height, tileSize, overlap, maxLevel, format: 'jpeg' };
}

/**
 * One tile of the Deep Zoom image.
 *
 * @param level - 0 to `maxLevel`; column and row count from the top left.
 * @returns JPEG bytes.
 * @throws RangeError if level, column or row is not a whole number inside the image: answer "not found".
 */
export async function deepZoomTile(
  reader: SlideReader,
  level: number,
  column: number,
  row: number,
  options: DeepZoomOptions & { readonly signal?: AbortSignal } = {},
): Promise<Buffer> {
  const { tileSize, overlap, maxLevel } = deepZoomInfo(reader, options);
  if (!isIndex(level, maxLevel + 1)) throw new RangeError('There is no such level.');
  const scale = 2 ** (maxLevel - level);
  const horizontal = tileSpan(column, Math.ceil(reader.width / scale), tileSize, overlap);
  const vertical = tileSpan(row, Math.ceil(reader.height / scale), tileSize, overlap);
  const x = horizontal.from * scale;
  const y = vertical.from * scale;
  const box = {
    x,
    y,
    // The last column and row of a level may reach past the slide by a fraction of a pixel.
    width: Math.min(reader.width - x, horizontal.length * scale),
    height: Math.min(reader.height - y, vertical.length * scale),
  };
  return draw(reader, box, horizontal.length, vertical.length, options.signal);
}

/**
 * The whole slide as one small JPEG; label and macro images are never part of it.
 *
 * @param maxPx - longest side, in pixels.
 */
export async function thumbnail(reader: SlideReader, maxPx: number, signal?: AbortSignal): Promise<Buffer> {
  if (!isIndex(maxPx, 4097) || maxPx < 1) throw new RangeError('A thumbnail is 1 to 4096 pixels.');
  const scale = Math.max(1, Math.max(reader.width, reader.height) / maxPx);
  const width = Math.max(1, Math.round(reader.width / scale));
  const height = Math.max(1, Math.round(reader.height / scale));
  const whole = { x: 0, y: 0, width: reader.width, height: reader.height };
  return draw(reader, whole, width, height, signal);
}

function draw(reader: SlideReader, box: Box, width: number, height: number, signal?: AbortSignal): Promise<Buffer> {
  return overviewJpeg(reader, box, width, height) ?? readScaledJpeg(reader, box, width, height, signal);
}

function tileSpan(index: number, levelSize: number, tileSize: number, overlap: number) {
  if (!isIndex(index, Math.ceil(levelSize / tileSize))) throw new RangeError('There is no such tile.');
  const from = Math.max(0, index * tileSize - overlap);
  return { from, length: Math.min(levelSize, (index + 1) * tileSize + overlap) - from };
}

function isIndex(value: number, end: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value < end;
}
