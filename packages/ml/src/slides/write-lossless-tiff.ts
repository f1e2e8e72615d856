import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { type SlideReader } from './slide-reader.ts';

const SIDE = 512;
const HEADER_BYTES = 16;
const compress = promisify(deflate);

/**
 * Copies level 0 of a slide into a tiled BigTIFF with lossless compression, tile by tile: memory stays constant however
 * large the slide is.
 *
 * Source: TIFF 6.0 and the BigTIFF layout of libtiff; compression 8 is zlib's deflate.
 *
 * @throws SlideError from the reader.
 */
export async function writeLosslessTiff(reader: SlideReader, path: string): Promise<void> {
  const columns = Math.ceil(reader.width / SIDE);
  const rows = Math.ceil(reader.height / SIDE);
  const file = await open(path, 'wx', 0o600);
  try {
    const offsets: bigint[] = [];
    const counts: bigint[] = [];
    let end = HEADER_BYTES;
    for (let tile = 0; tile < columns * rows; tile++) {
      const x = (tile % columns) * SIDE;
      const y = Math.floor(tile / columns) * SIDE;
      const rgb = await reader.readRgb({ x, y, level: 0, width: SIDE, height: SIDE });
      const bytes = await compress(rgb, { level: 1 });
      await file.write(bytes, 0, bytes.length, end);
      offsets.push(BigInt(end));
      counts.push(BigInt(bytes.length));
      end += bytes.length;
    }
    await writeDirectory(file, end, { width: reader.width, height: reader.height, offsets, counts });
  } finally {
    await file.close();
  }
}

interface TiledImage {
  readonly width: number;
  readonly height: number;
  readonly offsets: readonly bigint[];
  readonly counts: readonly bigint[];
}

async function writeDirectory(file: FileHandle, end: number, image: TiledImage): Promise<void> {
  const { width, height, offsets, counts } = image;
  const start = end + (-end & 7);
  // Tag, type (3: 16 bits, 16: 64 bits), values; in ascending order of the tags.
  const entries: readonly (readonly [tag: number, type: 3 | 16, values: readonly bigint[]])[] = [
    [256, 16, [BigInt(width)]],
    [257, 16, [BigInt(height)]],
    [258, 3, [8n, 8n, 8n]], // bits per sample
    [259, 3, [8n]], // compression
    [262, 3, [2n]], // RGB
    [277, 3, [3n]], // samples per pixel
    [284, 3, [1n]], // chunky
    [322, 3, [BigInt(SIDE)]],
    [323, 3, [BigInt(SIDE)]],
    [324, 16, offsets],
    [325, 16, counts],
  ];
  const directory = Buffer.alloc(8 + entries.length * 20 + 8);
  directory.writeBigUInt64LE(BigInt(entries.length), 0);
  const after: Buffer[] = [];
  let afterAt = start + directory.length;
  entries.forEach(([tag, type, values], index) => {
    const at = 8 + index * 20;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeBigUInt64LE(BigInt(values.length), at + 4);
    const bytes = Buffer.alloc(Math.max(8, values.length * (type === 3 ? 2 : 8)));
    values.forEach((value, i) => {
      if (type === 3) bytes.writeUInt16LE(Number(value), i * 2);
      else bytes.writeBigUInt64LE(value, i * 8);
    });
    if (bytes.length === 8) return void bytes.copy(directory, at + 12);
    directory.writeBigUInt64LE(BigInt(afterAt), at + 12);
    after.push(bytes);
    afterAt += bytes.length;
  });
  const body = Buffer.concat([directory, ...after]);
  await file.write(body, 0, body.length, start);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('II', 0, 'latin1');
  header.writeUInt16LE(43, 2); // BigTIFF
  header.writeUInt16LE(8, 4); // bytes of an offset
  header.writeBigUInt64LE(BigInt(start), 8);
  await file.write(header, 0, header.length, 0);
}
