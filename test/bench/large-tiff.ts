import { open, type FileHandle } from 'node:fs/promises';
import { BigTiffFile, type TiffEntry, type WrittenBlock } from '../../packages/ml/src/slides/big-tiff-file.ts';
import { drawnTiles } from './drawn-tiles.ts';

export interface LargeTiff {
  /** Side of a tile. */
  readonly tilePx: number;
  /** How much smaller each image is than the slide, the slide itself (1) first. */
  readonly shrinks: readonly number[];
  /** As OME-TIFF: smaller images are SubIFDs of the first. */
  readonly isOme: boolean;
}

const SUB_IFDS = 330;
const NEXT_BYTES = 8;

/** Writes a tiled JPEG slide of about that size. The tiles are a few pictures again and again. */
export async function writeLargeTiff(path: string, megabytes: number, layout: LargeTiff): Promise<void> {
  const { tilePx, shrinks, isOme } = layout;
  const tiles = await drawnTiles(tilePx);
  const mean = tiles.reduce((sum, { length }) => sum + length, 0) / tiles.length;
  const all = shrinks.reduce((sum, shrink) => sum + 1 / shrink ** 2, 0);
  const across = Math.floor(Math.sqrt((megabytes * 1e6) / mean / all));
  const file = await BigTiffFile.create(path);
  try {
    const pages: TiffEntry[][] = [];
    for (const shrink of shrinks) {
      const side = Math.ceil((across * tilePx) / shrink);
      const blocks = await appendTiles(file, Math.ceil(side / tilePx) ** 2, tiles);
      const smaller = isOme && shrink === 1 ? shrinks.slice(1).map(() => 0n) : [];
      pages.push(entriesOf(side, tilePx, shrink, blocks, smaller));
    }
    await file.finish(pages);
  } finally {
    await file.close();
  }
  if (isOme) await moveIntoSubIfds(path, shrinks.length - 1);
}

/** A file that is written a tile at a time takes minutes: a row of all pictures is one write. */
async function appendTiles(file: BigTiffFile, count: number, tiles: readonly Buffer[]): Promise<WrittenBlock[]> {
  const row = Buffer.concat(tiles);
  const blocks: WrittenBlock[] = [];
  while (blocks.length < count) {
    const written = await file.append(row);
    let { offset } = written;
    for (const { length } of tiles) {
      blocks.push({ offset, bytes: BigInt(length) });
      offset += BigInt(length);
    }
  }
  return blocks.slice(0, count);
}

function entriesOf(
  side: number,
  tilePx: number,
  shrink: number,
  blocks: readonly WrittenBlock[],
  subIfds: readonly bigint[],
): TiffEntry[] {
  const ome = `<OME><Image><Pixels SizeX="${side}" SizeY="${side}" PhysicalSizeX="0.25" PhysicalSizeY="0.25"/></Image></OME>`;
  const perCentimetre = [BigInt(Math.round(40_000 / shrink)), 1n];
  return [
    [254, 4, [shrink === 1 ? 0n : 1n]],
    [256, 4, [BigInt(side)]],
    [257, 4, [BigInt(side)]],
    [258, 3, [8n, 8n, 8n]],
    [259, 3, [7n]], // JPEG
    [262, 3, [6n]], // YCbCr
    ...(subIfds.length > 0 ? ([[270, 2, Buffer.from(`${ome}\0`)]] satisfies TiffEntry[]) : []),
    [277, 3, [3n]],
    [282, 5, perCentimetre],
    [283, 5, perCentimetre],
    [284, 3, [1n]],
    [296, 3, [3n]],
    [322, 4, [BigInt(tilePx)]],
    [323, 4, [BigInt(tilePx)]],
    [324, 16, blocks.map(({ offset }) => offset)],
    [325, 16, blocks.map(({ bytes }) => bytes)],
    ...(subIfds.length > 0 ? ([[SUB_IFDS, 16, subIfds]] satisfies TiffEntry[]) : []),
  ];
}

/** Takes the images after the first out of the chain of pages and makes SubIFDs of them. */
async function moveIntoSubIfds(path: string, count: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const first = await numberAt(file, 8);
    const entries = await numberAt(file, first);
    const nextAt = first + NEXT_BYTES + entries * 20;
    const places: number[] = [];
    for (let at = await numberAt(file, nextAt); at !== 0 && places.length < count;) {
      places.push(at);
      at = await numberAt(file, at + NEXT_BYTES + (await numberAt(file, at)) * 20);
    }
    // The last entry, since its tag is the highest; a single place is in the entry itself.
    const valueAt = first + NEXT_BYTES + (entries - 1) * 20 + 12;
    const listAt = count === 1 ? valueAt : await numberAt(file, valueAt);
    const list = Buffer.alloc(count * 8);
    places.forEach((place, i) => list.writeBigUInt64LE(BigInt(place), i * 8));
    await file.write(list, 0, list.length, listAt);
    await file.write(Buffer.alloc(8), 0, 8, nextAt);
  } finally {
    await file.close();
  }
}

async function numberAt(file: FileHandle, at: number): Promise<number> {
  const bytes = Buffer.alloc(8);
  await file.read(bytes, 0, 8, at);
  return Number(bytes.readBigUInt64LE(0));
}
