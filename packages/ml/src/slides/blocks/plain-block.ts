import { type TiffDirectory } from '../tiff-header.ts';
import { type Block, type BlockPart } from './block.ts';

/**
 * The part of a block that is stored without compression.
 *
 * @throws Error if bytes of it are missing.
 */
export function partOfPlainBlock(block: Block, { samplesPerPixel }: TiffDirectory, part: BlockPart): Uint8Array {
  const row = block.width * samplesPerPixel;
  if (samplesPerPixel !== 3 || block.bytes.length < row * (part.top + part.height)) throw new Error('too short');
  const rgb = new Uint8Array(part.width * part.height * 3);
  for (let y = 0; y < part.height; y++) {
    const from = (part.top + y) * row + part.left * 3;
    rgb.set(block.bytes.subarray(from, from + part.width * 3), y * part.width * 3);
  }
  return rgb;
}
