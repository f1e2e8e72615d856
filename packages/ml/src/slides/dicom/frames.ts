import { SlideError } from '../../errors.ts';
import { type WsiInstance } from './wsi-instance.ts';

/** The bytes of one frame: usually one piece, in the order in which they are joined. */
export type FrameBytes = readonly { readonly at: number; readonly length: number }[];

const ITEM = 0xfffe_e000;
const END_OF_ITEMS = 0xfffe_e0dd;
const ITEM_HEADER_BYTES = 8;
const MOST_FRAGMENTS = 8_000_000;

/**
 * Finds the frames of an instance.
 *
 * A frame may be cut into several fragments. Which fragments begin a frame is stated by the Extended Offset Table or the
 * Basic Offset Table; without them each fragment is a frame. The basic one has 32 bits, so in files beyond 4 GB it is
 * compared modulo 2^32.
 *
 * @throws SlideError TRUNCATED, UNREADABLE, each naming the instance.
 *
 * Source: DICOM PS3.5, A.4; PS3.3, C.7.6.3.1.8.
 */
export async function findFrames(instance: WsiInstance): Promise<FrameBytes[]> {
  const { header, frames, tileWidth, tileHeight, name, source } = instance;
  const pixels = header.pixels;
  if (!pixels) throw new SlideError('UNREADABLE', `${name} has no pixels.`);
  if (pixels.length === null) return encapsulated(instance, pixels.at);
  if (instance.coding !== 'none') throw new SlideError('UNREADABLE', `${name} calls plain pixels compressed.`);
  const bytes = tileWidth * tileHeight * 3;
  if (pixels.length < bytes * frames || pixels.at + bytes * frames > source.length) {
    const has = Math.floor(Math.min(pixels.length, source.length - pixels.at) / bytes);
    throw new SlideError('TRUNCATED', `${name} holds ${has} of its ${frames} tiles: it looks like an incomplete copy.`);
  }
  return Array.from({ length: frames }, (_, i) => [{ at: pixels.at + i * bytes, length: bytes }]);
}

async function encapsulated(instance: WsiInstance, start: number): Promise<FrameBytes[]> {
  const { frames, name, coding, source } = instance;
  if (coding === 'none') throw new SlideError('UNREADABLE', `${name} calls compressed pixels plain.`);
  const table = await readItem(instance, start);
  if (table === null) throw new SlideError('UNREADABLE', `${name} has no pixels.`);
  const basic =
    table.length > 0 && table.length % 4 === 0 ? await source.read(table.at, table.length) : Buffer.alloc(0);
  const first = table.at + table.length;
  const fragments = await fragmentsFrom(instance, first);
  const extended = extendedTable(instance);
  const starts = extended ?? basicTable(basic);
  if (starts === null || starts.size !== frames) {
    if (fragments.length === frames) return fragments.map((fragment) => [fragment]);
    if (frames === 1) return [fragments];
    const said = `${name} states ${frames} tiles and holds ${fragments.length}`;
    if (fragments.length < frames) throw new SlideError('TRUNCATED', `${said}: it is incomplete.`);
    throw new SlideError('UNREADABLE', `${said}, without a table of where each begins.`);
  }
  const found: { at: number; length: number }[][] = [];
  for (const fragment of fragments) {
    const offset = BigInt(fragment.at - ITEM_HEADER_BYTES - first);
    if (starts.has(extended === null ? BigInt.asUintN(32, offset) : offset)) found.push([fragment]);
    else found.at(-1)?.push(fragment);
  }
  if (found.length !== frames) {
    throw new SlideError('UNREADABLE', `${name} states ${frames} tiles, and its table finds ${found.length} of them.`);
  }
  return found;
}

/** Every item after the table, to the end of the sequence; only their headers are read. */
async function fragmentsFrom(instance: WsiInstance, first: number): Promise<{ at: number; length: number }[]> {
  const fragments: { at: number; length: number }[] = [];
  for (let at = first; ;) {
    const item = await readItem(instance, at);
    if (item === null) return fragments;
    if (fragments.push(item) > MOST_FRAGMENTS) {
      throw new SlideError('TOO_LARGE', `${instance.name} has more than ${MOST_FRAGMENTS / 1e6} million fragments.`);
    }
    at = item.at + item.length;
  }
}

/** @returns null at the end of the sequence. */
async function readItem({ source, name }: WsiInstance, at: number): Promise<{ at: number; length: number } | null> {
  const bytes = await source.read(at, ITEM_HEADER_BYTES);
  const tag = bytes.readUInt16LE(0) * 0x10000 + bytes.readUInt16LE(2);
  const length = bytes.readUInt32LE(4);
  if (tag === END_OF_ITEMS) return null;
  if (tag !== ITEM || length === 0xffff_ffff) {
    throw new SlideError('UNREADABLE', `The pixels of ${name} are damaged: there is no tile where one is expected.`);
  }
  if (at + ITEM_HEADER_BYTES + length > source.length) {
    throw new SlideError('TRUNCATED', `${name} ends in the middle of a tile: it looks like an incomplete copy.`);
  }
  return { at: at + ITEM_HEADER_BYTES, length };
}

function extendedTable({ header }: WsiInstance): ReadonlySet<bigint> | null {
  const element = header.data.elements['x7fe00001'];
  if (!element || element.length === 0 || element.length % 8 !== 0) return null;
  const { buffer, byteOffset } = header.data.byteArray;
  const table = Buffer.from(buffer, byteOffset + element.dataOffset, element.length);
  return new Set(Array.from({ length: element.length / 8 }, (_, i) => table.readBigUInt64LE(i * 8)));
}

function basicTable(table: Buffer): ReadonlySet<bigint> | null {
  if (table.length === 0) return null;
  return new Set(Array.from({ length: table.length / 4 }, (_, i) => BigInt(table.readUInt32LE(i * 4))));
}
