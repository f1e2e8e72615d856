import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { BigTiffFile, type WrittenBlock } from './big-tiff-file.ts';
import { type SlideReader } from './slide-reader.ts';

const SIDE = 512;
const compress = promisify(deflate);

/**
 * Copies level 0 of a slide into a tiled BigTIFF with lossless compression, tile by tile: memory stays constant however
 * large the slide is.
 *
 * Source: TIFF 6.0; compression 8 is zlib's deflate.
 *
 * @throws SlideError from the reader.
 */
export async function writeLosslessTiff(reader: SlideReader, path: string): Promise<void> {
  const columns = Math.ceil(reader.width / SIDE);
  const rows = Math.ceil(reader.height / SIDE);
  const file = await BigTiffFile.create(path);
  try {
    const tiles: WrittenBlock[] = [];
    for (let tile = 0; tile < columns * rows; tile++) {
      const x = (tile % columns) * SIDE;
      const y = Math.floor(tile / columns) * SIDE;
      const rgb = await reader.readRgb({ x, y, level: 0, width: SIDE, height: SIDE });
      tiles.push(await file.append(await compress(rgb, { level: 1 })));
    }
    await file.finish([
      [
        [256, 16, [BigInt(reader.width)]],
        [257, 16, [BigInt(reader.height)]],
        [258, 3, [8n, 8n, 8n]], // bits per sample
        [259, 3, [8n]], // compression
        [262, 3, [2n]], // RGB
        [277, 3, [3n]], // samples per pixel
        [284, 3, [1n]], // chunky
        [322, 3, [BigInt(SIDE)]],
        [323, 3, [BigInt(SIDE)]],
        [324, 16, tiles.map(({ offset }) => offset)],
        [325, 16, tiles.map(({ bytes }) => bytes)],
      ],
    ]);
  } finally {
    await file.close();
  }
}
