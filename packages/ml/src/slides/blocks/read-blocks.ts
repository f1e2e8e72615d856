import { open } from 'node:fs/promises';
import { type LevelBox } from '../slide-region.ts';
import { type TiffDirectory } from '../tiff-header.ts';
import { type Block, type BlockPart } from './block.ts';
import { decodeJpegBlock } from './jpeg-block.ts';
import { decodeJpeg2000Block } from './jpeg2000-block.ts';
import { partOfPlainBlock } from './plain-block.ts';

export const JPEG = 7;
const UNCOMPRESSED = 1;
/** As many as a decoder process has threads: more would only take memory. */
const BLOCKS_AT_ONCE = 4;

/** Larger than any block of a valid file: JPEG of noise at its best quality takes less than its pixels. */
const most = ({ blocks }: TiffDirectory): number => blocks.width * blocks.height * 4 + 65_536;

/**
 * Reads a rectangle of an image block by block, each decoded as a picture of its own.
 *
 * @param box - inside the image.
 * @param seconds - that one block may take.
 * @param isSparse - whether a block without bytes is white: a place that was not scanned.
 * @returns RGB `[height, width, 3]`.
 * @throws Error if a block cannot be decoded completely.
 */
export async function readBlocks(
  path: string,
  directory: TiffDirectory,
  box: LevelBox,
  seconds: number,
  isSparse: boolean,
): Promise<Uint8Array> {
  const rgb = new Uint8Array(box.width * box.height * 3);
  const across = Math.ceil(directory.width / directory.blocks.width);
  const file = await open(path, 'r');
  const left = blocksOf(directory, box);
  const readSome = async (): Promise<void> => {
    for (const { row, column } of left) {
      const at = { left: column * directory.blocks.width, top: row * directory.blocks.height };
      const bytes = await bytesOfBlock(file, directory, row * across + column, isSparse);
      await place(rgb, box, at, directory, async (part) =>
        bytes === null
          ? new Uint8Array(part.width * part.height * 3).fill(255)
          : decode({ bytes, ...sizeOf(directory, at.top) }, directory, part, seconds),
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: BLOCKS_AT_ONCE }, readSome));
    return rgb;
  } finally {
    await file.close();
  }
}

/** The blocks that a box touches. */
function* blocksOf(
  { blocks: { width, height } }: TiffDirectory,
  box: LevelBox,
): Generator<{ row: number; column: number }> {
  for (let row = Math.floor(box.top / height); row * height < box.top + box.height; row++) {
    for (let column = Math.floor(box.left / width); column * width < box.left + box.width; column++) {
      yield { row, column };
    }
  }
}

/** Whether blocks are decoded here; others are left to libvips. */
export function isReadByBlocks({ compression }: TiffDirectory, isSparse: boolean): boolean {
  return compression === JPEG || isJpeg2000(compression) || (isSparse && compression === UNCOMPRESSED);
}

/** Aperio's numbers, of YCbCr and of RGB, and the one of libtiff and OME-TIFF. */
export const isJpeg2000 = (compression: number): boolean => [33_003, 33_004, 33_005, 34_712].includes(compression);

function decode(block: Block, directory: TiffDirectory, part: BlockPart, seconds: number): Promise<Uint8Array> {
  const { compression } = directory;
  if (compression === JPEG) return decodeJpegBlock(block, directory, part, seconds);
  if (isJpeg2000(compression)) return decodeJpeg2000Block(block, directory, part);
  return Promise.resolve(partOfPlainBlock(block, directory, part));
}

async function bytesOfBlock(
  file: Awaited<ReturnType<typeof open>>,
  directory: TiffDirectory,
  index: number,
  isSparse: boolean,
): Promise<Buffer | null> {
  const offset = directory.blocks.offsets[index] ?? 0;
  const length = directory.blocks.counts[index] ?? 0;
  if (length === 0 && isSparse) return null;
  if (length === 0 || length > most(directory)) throw new Error('no block');
  const block = Buffer.alloc(length);
  const { bytesRead } = await file.read(block, 0, length, offset);
  if (bytesRead < length) throw new Error('the file ends');
  return block;
}

function sizeOf({ blocks, height, tileWidth }: TiffDirectory, top: number): Pick<Block, 'width' | 'heights'> {
  const rest = Math.min(blocks.height, height - top);
  return { width: blocks.width, heights: tileWidth === null ? [blocks.height, rest] : [blocks.height] };
}

/** Decodes the part of a block inside the box into its place there. */
async function place(
  rgb: Uint8Array,
  box: LevelBox,
  at: { readonly left: number; readonly top: number },
  { width, height, blocks }: TiffDirectory,
  decodePart: (part: BlockPart) => Promise<Uint8Array>,
): Promise<void> {
  const left = Math.max(box.left, at.left);
  const top = Math.max(box.top, at.top);
  const right = Math.min(box.left + box.width, at.left + blocks.width, width);
  const bottom = Math.min(box.top + box.height, at.top + blocks.height, height);
  const part = await decodePart({
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
