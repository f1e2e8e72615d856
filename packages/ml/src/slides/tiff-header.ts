import { open, type FileHandle } from 'node:fs/promises';
import { SlideError } from '../errors.ts';

/** What one TIFF image directory states about its image, read without decoding a pixel. */
export interface TiffDirectory {
  readonly width: number;
  readonly height: number;
  /** Of the sample with the most bits. */
  readonly bitsPerSample: number;
  readonly samplesPerPixel: number;
  /** 1: unsigned integers. */
  readonly sampleFormat: number;
  /**
   * Meaning of the sample after the colours: 0 unspecified, 1 and 2 opacity (1: the colours are multiplied by it); null
   * for none.
   */
  readonly extraSample: number | null;
  readonly compression: number;
  readonly photometric: number;
  /** 2: each sample is stored in separate blocks. */
  readonly planar: number;
  /** 2: the bits of each byte are reversed. */
  readonly fillOrder: number;
  /** Position of the first row and column; 1: top and left. */
  readonly orientation: number;
  readonly tileWidth: number | null;
  readonly tileHeight: number | null;
  readonly blocks: TiffBlocks;
  /** What is needed to decode JPEG blocks but is not stored in them. */
  readonly jpegTables: Buffer | null;
  /** NewSubfileType: 1 reduced image, 2 page of a document, 4 mask; Aperio adds 8 for its macro. */
  readonly subfileType: number;
  /** The first 64 KiB of it. */
  readonly description: string;
  readonly software: string;
  /** Adobe XMP, where Ventana stores its metadata; the first 64 KiB. */
  readonly xmp: string;
  /** Whether it has the tags that mark a Hamamatsu NDPI. */
  readonly isNdpi: boolean;
  /** The first 64 KiB of an embedded ICC profile; null for none. */
  readonly iccProfile: Buffer | null;
  /** Pixels per unit, or null if absent. */
  readonly resolution: { readonly x: number; readonly y: number; readonly unit: number } | null;
  readonly subDirectories: readonly TiffDirectory[];
  /** Where this directory starts, in bytes. */
  readonly offset: number;
}

/**
 * The tiles or strips of an image, row by row; with separate planes, the blocks of one plane after those of another.
 */
export interface TiffBlocks {
  readonly width: number;
  readonly height: number;
  readonly offsets: readonly number[];
  readonly counts: readonly number[];
}

export interface TiffHeader {
  readonly bigTiff: boolean;
  readonly littleEndian: boolean;
  readonly fileBytes: number;
  readonly directories: readonly TiffDirectory[];
}

const TAG = {
  subfileType: 254,
  oldSubfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planar: 284,
  resolutionUnit: 296,
  software: 305,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subIfds: 330,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  xmp: 700,
  iccProfile: 34675,
  ndpi: 65420,
} as const;

const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8,
}; // prettier-ignore

/** Longer texts contain pictures, and longer profiles tables: only their beginning is useful. */
const MAX_TEXT_BYTES = 65_536;
const MAX_BLOCKS = 4_000_000;
/** A decoder holds whole tiles: scanners write 240 to 1024 pixels a side. */
const MAX_TILE_PIXELS = 4096 * 4096;

interface Entry {
  readonly type: number;
  readonly count: number;
  readonly bytes: Buffer;
}

/**
 * Reads and checks the directories of a TIFF, classic or BigTIFF, either byte order. Every offset is checked against
 * the file before it is followed, so a hostile header costs bounded time and memory.
 *
 * @param maxDirectories - images and sub-images together.
 * @throws SlideError EMPTY, NOT_A_SLIDE, TRUNCATED (something is past the end), TOO_LARGE, UNREADABLE (loop).
 *
 * Source: TIFF 6.0; BigTIFF as in libtiff.
 */
export async function readTiffHeader(path: string, maxDirectories: number): Promise<TiffHeader> {
  const file = await open(path, 'r').catch(() => {
    throw new SlideError('UNREADABLE', 'The slide file cannot be opened.');
  });
  try {
    return await new TiffParser(file, (await file.stat()).size, maxDirectories).parse();
  } finally {
    await file.close();
  }
}

class TiffParser {
  private readonly file: FileHandle;
  private readonly fileBytes: number;
  private readonly maxDirectories: number;
  private readonly seen = new Set<number>();
  private big = false;
  private little = true;

  constructor(file: FileHandle, fileBytes: number, maxDirectories: number) {
    this.file = file;
    this.fileBytes = fileBytes;
    this.maxDirectories = maxDirectories;
  }

  async parse(): Promise<TiffHeader> {
    if (this.fileBytes === 0) throw new SlideError('EMPTY', 'The slide file is empty.');
    const start = await this.bytes(0, Math.min(16, this.fileBytes));
    const order = start.toString('latin1', 0, 2);
    if (order !== 'II' && order !== 'MM') throw notASlide();
    this.little = order === 'II';
    if (start.length < 8) throw truncated();
    const version = this.uint(start, 2, 2);
    if (version !== 42 && version !== 43) throw notASlide();
    this.big = version === 43;
    if (this.big && start.length < 16) throw truncated();
    const first = this.big ? this.uint(start, 8, 8) : this.uint(start, 4, 4);
    const directories = await this.chain(first, true);
    return { bigTiff: this.big, littleEndian: this.little, fileBytes: this.fileBytes, directories };
  }

  private async chain(first: number, followSubDirectories: boolean): Promise<TiffDirectory[]> {
    const found: TiffDirectory[] = [];
    for (let offset = first; offset !== 0;) {
      if (this.seen.has(offset)) throw new SlideError('UNREADABLE', 'The image directories of the file form a loop.');
      this.seen.add(offset);
      if (this.seen.size > this.maxDirectories) {
        throw new SlideError('TOO_LARGE', `The file holds more than ${this.maxDirectories} images.`);
      }
      const { entries, next } = await this.entries(offset);
      found.push(await this.directory(offset, entries, followSubDirectories));
      // A sub-image's "next" pointer is not part of the pyramid and is not followed.
      offset = followSubDirectories ? next : 0;
    }
    if (found.length === 0) throw new SlideError('TRUNCATED', 'The file has no image directory.');
    return found;
  }

  private async entries(offset: number): Promise<{ entries: Map<number, Entry>; next: number }> {
    const countBytes = this.big ? 8 : 2;
    const size = this.big ? 20 : 12;
    const count = this.uint(await this.bytes(offset, countBytes), 0, countBytes);
    if (count === 0 || count > 4096) throw new SlideError('UNREADABLE', 'An image directory has no sane entry count.');
    const block = await this.bytes(offset + countBytes, count * size + (this.big ? 8 : 4));
    const inline = this.big ? 8 : 4;
    const entries = new Map<number, Entry>();
    for (let i = 0; i < count; i++) {
      const at = i * size;
      const type = this.uint(block, at + 2, 2);
      const values = this.uint(block, at + 4, inline);
      const tag = this.uint(block, at, 2);
      const isText = texts.has(tag);
      const whole = values * (TYPE_BYTES[type] ?? 0);
      const length = isText ? Math.min(whole, MAX_TEXT_BYTES) : whole;
      if (!wanted.has(tag) || length === 0) continue;
      if (!isText && values > MAX_BLOCKS)
        throw new SlideError('TOO_LARGE', 'The file declares more than four million blocks.');
      const from = at + 4 + inline;
      const bytes =
        whole <= inline
          ? block.subarray(from, from + length)
          : await this.bytes(this.uint(block, from, inline), length);
      entries.set(tag, { type, count: values, bytes });
    }
    return { entries, next: this.uint(block, count * size, inline) };
  }

  private async directory(offset: number, entries: Map<number, Entry>, follow: boolean): Promise<TiffDirectory> {
    const first = (tag: number, otherwise: number) => this.numbers(entries.get(tag))[0] ?? otherwise;
    const most = (tag: number, otherwise: number) =>
      Math.max(otherwise, ...this.numbers(entries.get(tag)).slice(0, 64));
    const width = first(TAG.width, 0);
    const height = first(TAG.height, 0);
    if (width < 1 || height < 1) throw new SlideError('UNREADABLE', 'An image in the file has no size.');
    const tileWidth = first(TAG.tileWidth, 0);
    const tileHeight = first(TAG.tileHeight, 0);
    if (tileWidth * tileHeight > MAX_TILE_PIXELS) {
      throw new SlideError('TOO_LARGE', `A tile of the file claims ${tileWidth} x ${tileHeight} pixels.`);
    }
    const isTiled = tileWidth > 0 && tileHeight > 0;
    const blocks = {
      width: isTiled ? tileWidth : width,
      height: isTiled ? tileHeight : Math.min(height, Math.max(1, first(TAG.rowsPerStrip, height))),
      offsets: this.numbers(entries.get(TAG.tileOffsets) ?? entries.get(TAG.stripOffsets)),
      counts: this.numbers(entries.get(TAG.tileByteCounts) ?? entries.get(TAG.stripByteCounts)),
    };
    this.checkBlocks(blocks);
    const subDirectories: TiffDirectory[] = [];
    if (follow) {
      for (const at of this.numbers(entries.get(TAG.subIfds))) subDirectories.push(...(await this.chain(at, false)));
    }
    // The old SubfileType uses 2 for a reduced image.
    const subfileType = first(TAG.subfileType, first(TAG.oldSubfileType, 0) === 2 ? 1 : 0);
    return {
      width,
      height,
      bitsPerSample: most(TAG.bitsPerSample, 1),
      samplesPerPixel: first(TAG.samplesPerPixel, 1),
      sampleFormat: most(TAG.sampleFormat, 1),
      extraSample: this.numbers(entries.get(TAG.extraSamples))[0] ?? null,
      compression: first(TAG.compression, 1),
      photometric: first(TAG.photometric, 0),
      planar: first(TAG.planar, 1),
      fillOrder: first(TAG.fillOrder, 1),
      orientation: first(TAG.orientation, 1),
      tileWidth: isTiled ? tileWidth : null,
      tileHeight: isTiled ? tileHeight : null,
      blocks,
      jpegTables: entries.get(TAG.jpegTables)?.bytes ?? null,
      subfileType,
      description: textOf(entries.get(TAG.description)),
      software: textOf(entries.get(TAG.software)),
      xmp: textOf(entries.get(TAG.xmp)),
      isNdpi: entries.has(TAG.ndpi),
      iccProfile: entries.get(TAG.iccProfile)?.bytes ?? null,
      resolution: this.resolution(entries),
      subDirectories,
      offset,
    };
  }

  /**
   * Blocks past the end of the file indicate a truncated upload, which is detected here, before a decoder sees the
   * file.
   */
  private checkBlocks({ offsets, counts }: TiffBlocks): void {
    if (offsets.length === 0) throw new SlideError('UNREADABLE', 'An image in the file has no pixel blocks.');
    for (let i = 0; i < offsets.length; i++) {
      if ((offsets[i] ?? 0) + (counts[i] ?? 0) > this.fileBytes) throw truncated();
    }
  }

  private resolution(entries: Map<number, Entry>): TiffDirectory['resolution'] {
    const x = this.numbers(entries.get(TAG.xResolution))[0];
    const y = this.numbers(entries.get(TAG.yResolution))[0] ?? x;
    const unit = this.numbers(entries.get(TAG.resolutionUnit))[0] ?? 2;
    if (x === undefined || y === undefined || !(x > 0) || !(y > 0) || !Number.isFinite(x * y)) return null;
    return { x, y, unit };
  }

  private numbers(entry: Entry | undefined): number[] {
    if (!entry) return [];
    const { type, count, bytes } = entry;
    const size = TYPE_BYTES[type] ?? 0;
    return Array.from({ length: count }, (_, i) => {
      const at = i * size;
      if (type === 5) return this.uint(bytes, at, 4) / this.uint(bytes, at + 4, 4);
      if (type === 11) return this.little ? bytes.readFloatLE(at) : bytes.readFloatBE(at);
      if (type === 12) return this.little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
      return this.uint(bytes, at, size);
    });
  }

  private uint(buffer: Buffer, at: number, size: number): number {
    if (size === 8) return Number(this.little ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at));
    return this.little ? buffer.readUIntLE(at, size) : buffer.readUIntBE(at, size);
  }

  private async bytes(offset: number, length: number): Promise<Buffer> {
    if (!Number.isSafeInteger(offset) || offset + length > this.fileBytes) throw truncated();
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await this.file.read(buffer, 0, length, offset);
    if (bytesRead < length) throw truncated();
    return buffer;
  }
}

const wanted = new Set<number>(Object.values(TAG));
const texts = new Set<number>([TAG.description, TAG.software, TAG.xmp, TAG.iccProfile]);

function textOf(entry: Entry | undefined): string {
  return entry?.bytes.toString('utf8').replace(/\0+$/, '') ?? '';
}

function truncated(): SlideError {
  return new SlideError('TRUNCATED', 'The slide file ends early: it looks like an incomplete copy or upload.');
}

function notASlide(): SlideError {
  return new SlideError('NOT_A_SLIDE', 'The file is not a TIFF or SVS slide.');
}
