// TIFF files for the tests, written from a description tag by tag, so that their pixels are known without any reader.
// Not exported from the package.
import { deflateSync, zstdCompressSync } from 'node:zlib';

export type MadeCompression = 'none' | 'deflate' | 'zstd' | 'packbits';

export interface MadePage {
  readonly width: number;
  readonly height: number;
  /** Samples of a pixel, each 0 to 2^bits - 1. */
  readonly colour: (x: number, y: number) => readonly number[];
  /** Bits of a sample: 8 by default, 16 or 1. */
  readonly bits?: 1 | 8 | 16;
  /** Side of a tile, 64 by default; null for strips. */
  readonly tile?: number | null;
  /** Rows of a strip; all by default. */
  readonly rowsPerStrip?: number;
  readonly compression?: MadeCompression;
  /** Blocks as they are stored in the file, such as JPEG, with the number of their compression. */
  readonly encoded?: { readonly compression: number; readonly blocks: readonly Uint8Array[] };
  /** 2 (RGB) by default. */
  readonly photometric?: number;
  /** 1 chunky (default), 2 each sample in separate blocks. */
  readonly planar?: 1 | 2;
  readonly subfileType?: number;
  readonly description?: string;
  /** Pixels across and down a unit: 1 none, 2 inch, 3 centimetre. */
  readonly resolution?: { readonly x: number; readonly y: number; readonly unit: 1 | 2 | 3 };
  /** Any other tag, as 16-bit numbers or bytes. */
  readonly tags?: Readonly<Record<number, readonly number[] | Uint8Array>>;
  /** Written as SubIFDs. */
  readonly subPages?: readonly MadePage[];
}

export interface MadeLayout {
  readonly isBig?: boolean;
  readonly isBigEndian?: boolean;
}

/** The bytes of a TIFF with these pages. Source: TIFF 6.0; BigTIFF as in libtiff. */
export function madeTiff(pages: readonly MadePage[], layout: MadeLayout = {}): Buffer {
  return new TiffMaker(layout).file(pages);
}

/** Pink tissue on light glass: a rectangle that leaves a tenth of the width and height free at the left and top. */
export function pinkOnGlass(
  width: number,
  height: number,
): (x: number, y: number) => readonly [number, number, number] {
  return (x, y) =>
    x >= width / 10 && x < width * 0.7 && y >= height / 10 && y < height * 0.8 ? [200, 90, 160] : [245, 245, 245];
}

type Values = { readonly type: 2 | 3 | 4 | 5 | 7 | 16; readonly values: readonly number[] | Uint8Array };

class TiffMaker {
  private readonly parts: Buffer[] = [];
  private end: number;
  private readonly isBig: boolean;
  private readonly isBigEndian: boolean;

  constructor({ isBig = false, isBigEndian = false }: MadeLayout) {
    this.isBig = isBig;
    this.isBigEndian = isBigEndian;
    this.end = isBig ? 16 : 8;
  }

  file(pages: readonly MadePage[]): Buffer {
    const directories = pages.map((page) => this.directory(page));
    const places = directories.map((bytes) => this.put(bytes));
    // Each directory ends with the offset of the next.
    directories.forEach((bytes, i) => this.writePlace(bytes, bytes.length - this.placeBytes, places[i + 1] ?? 0));
    const header = Buffer.alloc(this.isBig ? 16 : 8);
    header.write(this.isBigEndian ? 'MM' : 'II', 0, 'latin1');
    this.write(header, 2, 2, this.isBig ? 43 : 42);
    if (this.isBig) this.write(header, 4, 2, 8);
    this.writePlace(header, this.isBig ? 8 : 4, places[0] ?? 0);
    return Buffer.concat([header, ...this.parts]);
  }

  private directory(page: MadePage): Buffer {
    const samples = page.colour(0, 0).length;
    const bits = page.bits ?? 8;
    const tile = page.tile === undefined ? 64 : page.tile;
    const blocks = page.encoded?.blocks ?? blocksOf(page, samples, this.isBigEndian);
    const places = blocks.map((block) => this.put(Buffer.from(block)));
    const subPages = (page.subPages ?? []).map((sub) => this.put(this.directory(sub)));
    const place = this.isBig ? 16 : 4;
    const tags = new Map<number, Values>([
      [256, { type: 4, values: [page.width] }],
      [257, { type: 4, values: [page.height] }],
      [258, { type: 3, values: Array.from({ length: samples }, () => bits) }],
      [259, { type: 3, values: [page.encoded?.compression ?? compressionNumber[page.compression ?? 'deflate']] }],
      [262, { type: 3, values: [page.photometric ?? 2] }],
      [277, { type: 3, values: [samples] }],
      [284, { type: 3, values: [page.planar ?? 1] }],
    ]);
    const lengths = blocks.map(({ length }) => length);
    if (tile === null) {
      tags.set(273, { type: place, values: places });
      tags.set(278, { type: 4, values: [page.rowsPerStrip ?? page.height] });
      tags.set(279, { type: 4, values: lengths });
    } else {
      tags.set(322, { type: 3, values: [tile] }).set(323, { type: 3, values: [tile] });
      tags.set(324, { type: place, values: places }).set(325, { type: 4, values: lengths });
    }
    if (page.subfileType !== undefined) tags.set(254, { type: 4, values: [page.subfileType] });
    if (page.description !== undefined) tags.set(270, { type: 2, values: Buffer.from(`${page.description}\0`) });
    if (page.resolution) {
      tags.set(282, { type: 5, values: [Math.round(page.resolution.x * 1000), 1000] });
      tags.set(283, { type: 5, values: [Math.round(page.resolution.y * 1000), 1000] });
      tags.set(296, { type: 3, values: [page.resolution.unit] });
    }
    if (subPages.length > 0) tags.set(330, { type: place, values: subPages });
    for (const [tag, values] of Object.entries(page.tags ?? {})) {
      tags.set(Number(tag), { type: values instanceof Uint8Array ? 7 : 3, values });
    }
    return this.entries([...tags].sort(([one], [other]) => one - other));
  }

  private entries(tags: readonly (readonly [number, Values])[]): Buffer {
    const size = this.isBig ? 20 : 12;
    const counterBytes = this.isBig ? 8 : 2;
    const bytes = Buffer.alloc(counterBytes + tags.length * size + this.placeBytes);
    this.write(bytes, 0, counterBytes, tags.length);
    tags.forEach(([tag, { type, values }], i) => {
      const at = counterBytes + i * size;
      const width = { 2: 1, 3: 2, 4: 4, 5: 4, 7: 1, 16: 8 }[type];
      const content = Buffer.alloc(values.length * width);
      values.forEach((value, k) => this.write(content, k * width, width, value));
      this.write(bytes, at, 2, tag);
      this.write(bytes, at + 2, 2, type);
      this.writePlace(bytes, at + 4, type === 5 ? values.length / 2 : values.length);
      const inline = at + 4 + this.placeBytes;
      if (content.length <= this.placeBytes) content.copy(bytes, inline);
      else this.writePlace(bytes, inline, this.put(content));
    });
    return bytes;
  }

  private get placeBytes(): 4 | 8 {
    return this.isBig ? 8 : 4;
  }

  private put(bytes: Buffer): number {
    if (this.end % 2 === 1) this.append(Buffer.alloc(1));
    const at = this.end;
    this.append(bytes);
    return at;
  }

  private append(bytes: Buffer): void {
    this.parts.push(bytes);
    this.end += bytes.length;
  }

  private writePlace(bytes: Buffer, at: number, value: number): void {
    this.write(bytes, at, this.placeBytes, value);
  }

  private write(bytes: Buffer, at: number, width: number, value: number): void {
    if (width === 8) {
      if (this.isBigEndian) bytes.writeBigUInt64BE(BigInt(value), at);
      else bytes.writeBigUInt64LE(BigInt(value), at);
    } else if (this.isBigEndian) bytes.writeUIntBE(value, at, width);
    else bytes.writeUIntLE(value, at, width);
  }
}

const compressionNumber: Readonly<Record<MadeCompression, number>> = {
  none: 1,
  deflate: 8,
  zstd: 50_000,
  packbits: 32_773,
};

const compress: Readonly<Record<MadeCompression, (bytes: Buffer) => Uint8Array>> = {
  none: (bytes) => bytes,
  deflate: (bytes) => deflateSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
  packbits: literalRuns,
};

/** PackBits without any runs: each 128 bytes are preceded by their count less one. Source: TIFF 6.0, section 9. */
function literalRuns(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 128) {
    const run = bytes.subarray(at, at + 128);
    parts.push(Buffer.from([run.length - 1]), run);
  }
  return Buffer.concat(parts);
}

interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Tiles or strips of a page in the order of the file, without planes. */
export function blockBoxes(page: Pick<MadePage, 'width' | 'height' | 'tile' | 'rowsPerStrip'>): Block[] {
  const { width, height, tile = 64, rowsPerStrip = height } = page;
  const across = tile ?? width;
  const down = tile ?? rowsPerStrip;
  const boxes: Block[] = [];
  for (let y = 0; y < height; y += down) {
    for (let x = 0; x < width; x += across) {
      // A tile is full-size even if it reaches past the image; the last strip ends with the image.
      boxes.push({ x, y, width: across, height: tile === null ? Math.min(down, height - y) : down });
    }
  }
  return boxes;
}

function blocksOf(page: MadePage, samples: number, isBigEndian: boolean): Uint8Array[] {
  const planes = page.planar === 2 ? Array.from({ length: samples }, (_, plane) => plane) : [null];
  return planes.flatMap((plane) =>
    blockBoxes(page).map((box) => compress[page.compression ?? 'deflate'](rawBlock(page, box, plane, isBigEndian))),
  );
}

function rawBlock(page: MadePage, box: Block, plane: number | null, isBigEndian: boolean): Buffer {
  const rows: Buffer[] = [];
  for (let y = box.y; y < box.y + box.height; y++) {
    const row: number[] = [];
    for (let x = box.x; x < box.x + box.width; x++) {
      const colour = page.colour(Math.min(x, page.width - 1), Math.min(y, page.height - 1));
      row.push(...(plane === null ? colour : [colour[plane] ?? 0]));
    }
    rows.push(packed(row, page.bits ?? 8, isBigEndian));
  }
  return Buffer.concat(rows);
}

function packed(samples: readonly number[], bits: 1 | 8 | 16, isBigEndian: boolean): Buffer {
  if (bits === 8) return Buffer.from(samples);
  const bytes = Buffer.alloc(Math.ceil((samples.length * bits) / 8));
  samples.forEach((sample, i) => {
    if (bits === 1) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (sample << (7 - (i & 7)));
    else if (isBigEndian) bytes.writeUInt16BE(sample, i * 2);
    else bytes.writeUInt16LE(sample, i * 2);
  });
  return bytes;
}
