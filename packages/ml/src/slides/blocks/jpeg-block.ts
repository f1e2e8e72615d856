import sharp from 'sharp';
import { type TiffDirectory } from '../tiff-header.ts';
import { type Block, type BlockPart } from './block.ts';

const YCBCR = 6;

/**
 * Decodes a part of a block that is a JPEG.
 *
 * libvips decodes such tiles too, but drops libjpeg's warnings: a truncated tile reads as grey, one of another size
 * leaves whatever was in memory. Given as separate JPEG images, the same decoder refuses them.
 *
 * @throws Error if the block cannot be decoded completely.
 */
export async function decodeJpegBlock(
  block: Block,
  directory: TiffDirectory,
  part: BlockPart,
  seconds: number,
): Promise<Uint8Array> {
  const jpeg = jpegOfBlock(block.bytes, directory.jpegTables, directory.photometric === YCBCR);
  const size = frameOf(jpeg);
  const isHeight = size !== null && block.heights.includes(size.height);
  if (size?.width !== block.width || !isHeight || size.components !== 3) throw new Error('another picture');
  return decodeJpeg(jpeg, seconds, part);
}

async function decodeJpeg(jpeg: Buffer, seconds: number, part: BlockPart): Promise<Buffer> {
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
