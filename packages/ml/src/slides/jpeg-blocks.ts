import { open } from 'node:fs/promises';
import sharp from 'sharp';
import { type LevelBox } from './slide-region.ts';
import { type TiffDirectory } from './tiff-header.ts';

const YCBCR = 6;
/** Larger than any block of a valid file: JPEG of noise at its best quality takes less than its pixels. */
const most = ({ blocks }: TiffDirectory): number => blocks.width * blocks.height * 4 + 65_536;

/**
 * Reads a rectangle of an image whose tiles or strips are JPEG.
 *
 * libvips decodes such tiles too, but drops libjpeg's warnings: a truncated tile reads as grey, one of another size
 * leaves whatever was in memory. Given as separate JPEG images, the same decoder refuses them.
 *
 * @param box - inside the image.
 * @param seconds - that one block may take.
 * @returns RGB `[height, width, 3]`.
 * @throws Error if a block cannot be decoded completely.
 */
export async function readJpegBlocks(
  path: string,
  directory: TiffDirectory,
  box: LevelBox,
  seconds: number,
): Promise<Uint8Array> {
  const rgb = new Uint8Array(box.width * box.height * 3);
  const { width, height } = directory.blocks;
  const across = Math.ceil(directory.width / width);
  const file = await open(path, 'r');
  try {
    for (let row = Math.floor(box.top / height); row * height < box.top + box.height; row++) {
      const columns: Promise<void>[] = [];
      for (let column = Math.floor(box.left / width); column * width < box.left + box.width; column++) {
        const block = { left: column * width, top: row * height };
        columns.push(
          (async () => {
            const jpeg = await blockOf(file, directory, row * across + column);
            await decodeInto(rgb, box, jpeg, block, directory, seconds);
          })(),
        );
      }
      await Promise.all(columns);
    }
    return rgb;
  } finally {
    await file.close();
  }
}

async function blockOf(
  file: Awaited<ReturnType<typeof open>>,
  directory: TiffDirectory,
  index: number,
): Promise<Buffer> {
  const offset = directory.blocks.offsets[index] ?? 0;
  const length = directory.blocks.counts[index] ?? 0;
  if (length === 0 || length > most(directory)) throw new Error('no block');
  const block = Buffer.alloc(length);
  const { bytesRead } = await file.read(block, 0, length, offset);
  if (bytesRead < length) throw new Error('the file ends');
  return jpegOfBlock(block, directory.jpegTables, directory.photometric === YCBCR);
}

/** Decodes the part of a block inside the box into its place there. */
async function decodeInto(
  rgb: Uint8Array,
  box: LevelBox,
  jpeg: Buffer,
  at: { readonly left: number; readonly top: number },
  { width, height, blocks, tileWidth }: TiffDirectory,
  seconds: number,
): Promise<void> {
  const left = Math.max(box.left, at.left);
  const top = Math.max(box.top, at.top);
  const right = Math.min(box.left + box.width, at.left + blocks.width, width);
  const bottom = Math.min(box.top + box.height, at.top + blocks.height, height);
  const rest = Math.min(blocks.height, height - at.top);
  const size = frameOf(jpeg);
  // A tile is full-size even if it reaches past the image; the last strip may end with the image.
  const isHeight = size?.height === blocks.height || (tileWidth === null && size?.height === rest);
  if (size?.width !== blocks.width || !isHeight || size.components !== 3) throw new Error('another picture');
  const part = await decodeJpeg(jpeg, seconds, {
    left: left - at.left,
    top: top - at.top,
    width: right - left,
    height: bottom - top,
  });
  const bytes = (right - left) * 3;
  for (let y = top; y < bottom; y++) {
    const from = (y - top) * bytes;
    rgb.set(part.subarray(from, from + bytes), ((y - box.top) * box.width + (left - box.left)) * 3);
  }
}

async function decodeJpeg(jpeg: Buffer, seconds: number, part: LevelBox): Promise<Buffer> {
  const decode = async (failOn: 'warning' | 'truncated') => {
    const { data, info } = await sharp(jpeg, { failOn, ignoreIcc: true, limitInputPixels: false })
      .extract(part)
      .timeout({ seconds })
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error('not RGB');
    return data;
  };
  try {
    return await decode('warning');
  } catch (error) {
    // Some encoders pad their data before the end marker (D9): all pixels were there.
    if (!/extraneous bytes before marker 0xd9/.test(String(error))) throw error;
    return decode('truncated');
  }
}

const SOI = 0xd8;
const SOS = 0xda;
const EOI = 0xd9;
const APP0 = 0xe0;
const APP15 = 0xef;
const COMMENT = 0xfe;

/**
 * An Adobe segment, whose last byte says whether the colours are YCbCr: in a TIFF the directory states this, not the
 * block.
 */
const adobe = (isYcc: boolean): Buffer =>
  Buffer.from([0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, isYcc ? 1 : 0]);

/**
 * Makes a separate JPEG image from a block, with the tables of the directory and the colours that the directory states.
 *
 * Source: TIFF Technical Note 2 (JPEG); ITU-T T.81, annex B.
 *
 * @throws Error if the block is not a JPEG.
 */
export function jpegOfBlock(block: Buffer, tables: Buffer | null, isYcc: boolean): Buffer {
  const own = segmentsOf(block);
  const shared = tables === null ? [] : segmentsOf(tables).segments;
  return Buffer.concat([Buffer.from([0xff, SOI]), adobe(isYcc), ...shared, ...own.segments, own.rest]);
}

/** The segments before the pixels, without application segments; then the pixels, from their SOS on. */
function segmentsOf(jpeg: Buffer): { segments: Buffer[]; rest: Buffer } {
  if (jpeg[0] !== 0xff || jpeg[1] !== SOI) throw new Error('no JPEG');
  const segments: Buffer[] = [];
  for (let at = 2; at + 4 <= jpeg.length;) {
    if (jpeg[at] !== 0xff) throw new Error('no marker');
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // a fill byte
      continue;
    }
    if (marker === SOS) return { segments, rest: jpeg.subarray(at) };
    if (marker === EOI) break;
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (!(marker >= APP0 && marker <= APP15) && marker !== COMMENT) segments.push(jpeg.subarray(at, end));
    at = end;
  }
  return { segments, rest: Buffer.alloc(0) };
}

/** The contents of the frame header (SOF), for any coding. */
function frameOf(jpeg: Buffer): { width: number; height: number; components: number } | null {
  const frame = segmentsOf(jpeg).segments.find(
    ([, marker = 0]) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker),
  );
  if (frame === undefined || frame.length < 10) return null;
  return { height: frame.readUInt16BE(5), width: frame.readUInt16BE(7), components: frame[9] ?? 0 };
}
