// Malformed slides for the tests, made from real TIFF structures. Not exported from the package.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { writeHalfSlide } from '../hand-made.fixture.ts';
import { type SeededRandom } from '../seeded-random.ts';
import { addImageDescription } from '../slides/tiff-description.ts';

export interface HostileSlide {
  /** The kind of damage, with the file extension. */
  readonly name: string;
  readonly bytes: Buffer;
}

type Spoil = (bytes: Buffer, random: SeededRandom) => Buffer;

/** Intact slides of several layouts, small enough to damage by the hundred. */
export async function soundSlides(folder: string, realSlide: string | null): Promise<Buffer[]> {
  const at = (name: string) => join(folder, name);
  await writeHalfSlide(at('deflate.tif'), { width: 600, height: 400 });
  const noise = {
    create: { width: 900, height: 700, channels: 3, background: '#b464a0', noise: noiseOf(30) },
  } as const;
  const tile = { tile: true, tileWidth: 256, tileHeight: 256, pyramid: true, xres: 4000, yres: 4000 } as const;
  await sharp(noise)
    .tiff({ ...tile, compression: 'jpeg' })
    .toFile(at('jpeg.tif'));
  await sharp(noise)
    .tiff({ ...tile, compression: 'deflate', bigtiff: true })
    .toFile(at('big.tif'));
  await sharp(noise).tiff({ compression: 'lzw', xres: 4000, yres: 4000 }).toFile(at('strips.tif'));
  await sharp(noise)
    .tiff({ ...tile, compression: 'jpeg' })
    .toFile(at('aperio.svs'));
  await addImageDescription(at('aperio.svs'), 'Aperio Image Library v1\r\n900x700|AppMag = 40|MPP = 0.2527');
  const names = ['deflate.tif', 'jpeg.tif', 'big.tif', 'strips.tif', 'aperio.svs'].map(at);
  return Promise.all([...names, ...(realSlide === null ? [] : [realSlide])].map((path) => readFile(path)));
}

/** @returns the `index`th malformed slide; every kind of damage is used in turn. */
export function hostileSlide(index: number, sound: readonly Buffer[], random: SeededRandom): HostileSlide {
  const ways = Object.entries(spoils);
  const [way, spoil] = ways[index % ways.length] ?? ['nothing', (bytes: Buffer) => bytes];
  const base = sound[Math.floor(index / ways.length) % sound.length] ?? Buffer.alloc(0);
  const extension = pick(random, ['svs', 'tif', 'ndpi', 'mrxs', 'scn', 'dcm']);
  return { name: `${index}-${way}.${extension}`, bytes: spoil(Buffer.from(base), random) };
}

const spoils: Readonly<Record<string, Spoil>> = {
  cut: (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  'cut-near-end': (bytes, random) => bytes.subarray(0, bytes.length - 1 - below(random, 4000)),
  'flipped-bits': (bytes, random) => flipBits(bytes, random, 1 + below(random, 64), 0, bytes.length),
  'flipped-in-directory': (bytes, random) => {
    const { at, count, size } = directoryOf(bytes);
    return flipBits(bytes, random, 1 + below(random, 6), at, at + count * size);
  },
  'looped-directories': (bytes) => {
    const { at, count, size } = directoryOf(bytes);
    writeNumber(bytes, size, at + count * size, at - (size === 20 ? 8 : 2));
    return bytes;
  },
  'huge-width': (bytes, random) => setTag(bytes, 256, 1 + below(random, 2 ** 31)),
  'huge-height': (bytes, random) => setTag(bytes, 257, 1 + below(random, 2 ** 31)),
  'no-size': (bytes) => setTag(bytes, 256, 0),
  'empty-tiles': (bytes) => fillValues(bytes, [325, 279], () => 0),
  'tiles-elsewhere': (bytes, random) => fillValues(bytes, [324, 273], () => below(random, bytes.length)),
  'tiles-outside': (bytes, random) => fillValues(bytes, [324, 273], () => bytes.length + below(random, 1e6)),
  'tiles-too-long': (bytes, random) => fillValues(bytes, [325, 279], () => below(random, 2 ** 31)),
  'bad-pixels': (bytes, random) => {
    const from = 8 + below(random, Math.max(1, bytes.length / 2));
    for (let i = from; i < Math.min(bytes.length, from + 3000); i++) bytes[i] = below(random, 256);
    return bytes;
  },
  'bad-markers': (bytes, random) => {
    for (let i = 0; i < 40; i++) bytes.writeUInt16BE(0xff00 + below(random, 256), 8 + below(random, bytes.length - 12));
    return bytes;
  },
  'huge-tiles': (bytes, random) => setTag(setTag(bytes, 322, 16 * below(random, 4096)), 323, 16 * below(random, 4096)),
  'no-tile-size': (bytes) => setTag(bytes, 322, 0),
  'other-compression': (bytes, random) =>
    setTag(bytes, 259, pick(random, [2, 3, 4, 5, 6, 8, 32773, 33003, 33005, 34712, 34925, 50000])),
  'other-samples': (bytes, random) => setTag(bytes, 277, pick(random, [0, 1, 2, 4, 7, 65535])),
  'other-colours': (bytes, random) => setTag(bytes, 262, pick(random, [0, 1, 3, 4, 5, 6, 8, 32803])),
  'odd-types': (bytes, random) => {
    const { at, count, size } = directoryOf(bytes);
    for (let k = 0; k < 3; k++) bytes.writeUInt16LE(below(random, 20), at + below(random, count) * size + 2);
    return bytes;
  },
  'huge-counts': (bytes, random) => {
    const { at, count, size } = directoryOf(bytes);
    writeNumber(bytes, size, at + below(random, count) * size + 4, below(random, 2 ** 32));
    return bytes;
  },
  'bomb-tile': () => bomb(4096, 4096, true),
  'bomb-strip': () => bomb(7000, 7000, false),
  'other-file': (_bytes, random) => {
    const beginning = pick(random, [
      '<html><body>not a slide</body></html>',
      '<svg xmlns="http://www.w3.org/2000/svg" width="1e9" height="1e9"><image href="file:///etc/passwd"/></svg>',
      '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02',
      'PK\x03\x04',
      '%PDF-1.7\n',
      'SQLite format 3\0',
      '\xff\xd8\xff\xe0\0\x10JFIF\0',
      '[Virtual Microscope Specimen]\nNoLayers=1\nImageFile=../../../../etc/passwd\n',
      `${'\0'.repeat(128)}DICM\x02\0\0\0UL\x04\0\xff\xff\xff\xff`,
    ]);
    const rest = Buffer.from(Array.from({ length: 2000 }, () => below(random, 256)));
    return Buffer.concat([Buffer.from(beginning, 'latin1'), rest]);
  },
  'mark-of-leica': (bytes) => describe(bytes, '<scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01"><'),
  'mark-of-aperio': (bytes) => describe(bytes, 'Aperio |MPP = nan|AppMag = -1e999'),
};

function below(random: SeededRandom, end: number): number {
  return Math.floor(random.uniform() * end);
}

function pick<T>(random: SeededRandom, list: readonly T[]): T {
  return list[below(random, list.length)] as T;
}

function noiseOf(sigma: number) {
  return { type: 'gaussian', mean: 150, sigma } as const;
}

function flipBits(bytes: Buffer, random: SeededRandom, times: number, from: number, end: number): Buffer {
  for (let k = 0; k < times; k++) {
    const at = from + below(random, end - from);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
  }
  return bytes;
}

interface Directory {
  /** Of the first entry. */
  readonly at: number;
  readonly count: number;
  /** Of an entry: 12, or 20 in BigTIFF. */
  readonly size: 12 | 20;
}

function directoryOf(bytes: Buffer): Directory {
  if (bytes.readUInt16LE(2) === 43) {
    const start = Number(bytes.readBigUInt64LE(8));
    return { at: start + 8, count: Number(bytes.readBigUInt64LE(start)), size: 20 };
  }
  const start = bytes.readUInt32LE(4);
  return { at: start + 2, count: bytes.readUInt16LE(start), size: 12 };
}

function writeNumber(bytes: Buffer, size: 12 | 20, at: number, value: number): void {
  if (size === 20) bytes.writeBigUInt64LE(BigInt(value), at);
  else bytes.writeUInt32LE(value, at);
}

function entryOf(bytes: Buffer, tag: number): number | null {
  const { at, count, size } = directoryOf(bytes);
  for (let i = 0; i < count; i++) if (bytes.readUInt16LE(at + i * size) === tag) return at + i * size;
  return null;
}

/** Sets the tag of the first directory, if present, to one LONG of that value. */
function setTag(bytes: Buffer, tag: number, value: number): Buffer {
  const entry = entryOf(bytes, tag);
  if (entry === null) return bytes;
  const { size } = directoryOf(bytes);
  bytes.writeUInt16LE(4, entry + 2);
  writeNumber(bytes, size, entry + 4, 1);
  bytes.writeUInt32LE(value, entry + (size === 20 ? 12 : 8));
  return bytes;
}

/** Overwrites the numbers of the first of these tags that is present. */
function fillValues(bytes: Buffer, tags: readonly number[], value: () => number): Buffer {
  const { size } = directoryOf(bytes);
  for (const tag of tags) {
    const entry = entryOf(bytes, tag);
    if (entry === null) continue;
    const width = { 3: 2, 4: 4, 16: 8 }[bytes.readUInt16LE(entry + 2)] ?? 4;
    const count = size === 20 ? Number(bytes.readBigUInt64LE(entry + 4)) : bytes.readUInt32LE(entry + 4);
    const inline = entry + (size === 20 ? 12 : 8);
    const isInline = count * width <= size / 2.5;
    const at = isInline ? inline : size === 20 ? Number(bytes.readBigUInt64LE(inline)) : bytes.readUInt32LE(inline);
    for (let i = 0; i < count; i++) {
      if (width === 2) bytes.writeUInt16LE(value() & 0xffff, at + i * width);
      else if (width === 4) bytes.writeUInt32LE(value(), at + i * width);
      else bytes.writeBigUInt64LE(BigInt(value()), at + i * width);
    }
    return bytes;
  }
  return bytes;
}

/** Gives the first directory a description: its own entry if it has one, otherwise that of its XResolution. */
function describe(bytes: Buffer, text: string): Buffer {
  const entry = entryOf(bytes, 270) ?? entryOf(bytes, 282);
  if (entry === null) return bytes;
  const { size } = directoryOf(bytes);
  bytes.writeUInt16LE(270, entry);
  bytes.writeUInt16LE(2, entry + 2);
  writeNumber(bytes, size, entry + 4, text.length + 1);
  writeNumber(bytes, size, entry + (size === 20 ? 12 : 8), bytes.length);
  return Buffer.concat([bytes, Buffer.from(`${text}\0`)]);
}

/** A small file of a large image: all of it is one block of zeros. */
function bomb(width: number, height: number, isTiled: boolean): Buffer {
  const packed = deflateSync(Buffer.alloc(width * height * 3), { level: 9 });
  const start = 8 + packed.length + (packed.length % 2);
  const block: readonly (readonly [tag: number, value: number])[] = isTiled
    ? [[322, width], [323, height], [324, 8], [325, packed.length]]
    : [[273, 8], [278, height], [279, packed.length]]; // prettier-ignore
  const entries = [[256, width], [257, height], [258, 8], [259, 8], [262, 2], [277, 3], ...block] as const; // prettier-ignore
  const sorted = [...entries].sort(([a], [b]) => a - b);
  const directory = Buffer.alloc(2 + sorted.length * 12 + 4);
  directory.writeUInt16LE(sorted.length, 0);
  sorted.forEach(([tag, value], i) => {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(4, 4 + i * 12);
    directory.writeUInt32LE(1, 6 + i * 12);
    directory.writeUInt32LE(value, 10 + i * 12);
  });
  const header = Buffer.from('49492a0000000000', 'hex');
  header.writeUInt32LE(start, 4);
  return Buffer.concat([header, packed, Buffer.alloc(packed.length % 2), directory]);
}
