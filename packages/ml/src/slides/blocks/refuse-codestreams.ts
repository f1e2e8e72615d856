import { open } from 'node:fs/promises';
import { SlideError } from '../../errors.ts';
import { NeedsOpenSlide } from '../slide-format.ts';
import { type TiffDirectory } from '../tiff-header.ts';
import { codestreamOf, readCodestream } from './codestream.ts';
import { codestreamRefusal } from './jpeg2000-block.ts';
import { isJpeg2000 } from './read-blocks.ts';

/** The main header of a codestream is some hundred bytes, after the boxes of a JP2 file if it is one. */
const HEADER_BYTES = 4096;

/**
 * Reads the head of an image's first JPEG 2000 block, so that a slide whose blocks are not decoded here is refused when
 * it is opened. Nothing is done for other images.
 *
 * @throws SlideError NEEDS_OPENSLIDE, NOT_A_SLIDE, UNREADABLE.
 */
export async function refuseOtherCodestreams(path: string, directory: TiffDirectory): Promise<void> {
  if (!isJpeg2000(directory.compression)) return;
  const { blocks, height, tileWidth } = directory;
  const first = blocks.counts.findIndex((count) => count > 0);
  if (first < 0) return;
  const head = await headOf(path, blocks.offsets[first] ?? 0, blocks.counts[first] ?? 0);
  const heights = tileWidth === null ? [blocks.height, Math.min(blocks.height, height)] : [blocks.height];
  const refusal = codestreamRefusal(readCodestream(headOfStream(head)), blocks.width, heights);
  if (refusal === null) return;
  if (refusal === 'subsampled') throw new NeedsOpenSlide('JPEG 2000 (with colours of lower resolution)');
  if (refusal === 'notRgb') {
    throw new SlideError('NOT_A_SLIDE', 'The JPEG 2000 tiles of the file are not of three colours of 8 bits.');
  }
  throw new SlideError(
    'UNREADABLE',
    'A JPEG 2000 tile of the file is damaged, or of another size than the file states.',
  );
}

function headOfStream(head: Buffer): Buffer {
  try {
    return codestreamOf(head);
  } catch {
    return Buffer.alloc(0);
  }
}

async function headOf(path: string, offset: number, count: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(Math.min(count, HEADER_BYTES));
    const { bytesRead } = await file.read(head, 0, head.length, offset);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
