import { lzwOf } from './tiff-lzw.ts';

export interface TiffPicture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a dot, as a canvas has them; opacity is left out, the ground being painted. */
  readonly rgba: Uint8ClampedArray;
  readonly dpi: number;
  /** One value a dot instead of three. */
  readonly isGrey: boolean;
  readonly description: string;
  readonly software: string;
}

/** Types of a TIFF's fields and their bytes. */
const types = { ascii: { code: 2, bytes: 1 }, short: { code: 3, bytes: 2 }, long: { code: 4, bytes: 4 }, rational: { code: 5, bytes: 8 } }; // prettier-ignore

interface Field {
  readonly tag: number;
  readonly type: keyof typeof types;
  readonly values: readonly number[];
}

/** About a megabyte of dots each, so that between two of them the page can answer. */
const stripBytes = 1_000_000;
const headBytes = 8;

/**
 * A baseline TIFF (revision 6.0) of 8 bits a sample, compressed by LZW, which journals' instructions name, with its
 * density in dots per inch.
 */
export async function tiffOf(picture: TiffPicture): Promise<Blob> {
  const { width, height, dpi, isGrey, description, software } = picture;
  const samples = isGrey ? 1 : 3;
  const rowsPerStrip = Math.max(1, Math.floor(stripBytes / (width * samples)));
  const strips: Uint8Array<ArrayBuffer>[] = [];
  for (let row = 0; row < height; row += rowsPerStrip) {
    strips.push(lzwOf(samplesOf(picture, row, Math.min(height, row + rowsPerStrip))));
    await new Promise((done) => setTimeout(done));
  }
  let at = headBytes;
  const offsets = strips.map(({ length }) => (at += length) - length);
  // The directory begins at an even byte.
  const padding = at % 2;
  const fields: Field[] = [
    { tag: 256, type: 'long', values: [width] },
    { tag: 257, type: 'long', values: [height] },
    { tag: 258, type: 'short', values: Array.from({ length: samples }, () => 8) },
    { tag: 259, type: 'short', values: [5] },
    { tag: 262, type: 'short', values: [isGrey ? 1 : 2] },
    { tag: 270, type: 'ascii', values: asciiOf(description) },
    { tag: 273, type: 'long', values: offsets },
    { tag: 277, type: 'short', values: [samples] },
    { tag: 278, type: 'long', values: [rowsPerStrip] },
    { tag: 279, type: 'long', values: strips.map(({ length }) => length) },
    { tag: 282, type: 'rational', values: [dpi, 1] },
    { tag: 283, type: 'rational', values: [dpi, 1] },
    { tag: 284, type: 'short', values: [1] },
    { tag: 296, type: 'short', values: [2] },
    { tag: 305, type: 'ascii', values: asciiOf(software) },
  ];
  const head = new DataView(new ArrayBuffer(headBytes));
  head.setUint16(0, 0x4949);
  head.setUint16(2, 42, true);
  head.setUint32(4, at + padding, true);
  return new Blob([head.buffer, ...strips, new Uint8Array(padding), directory(fields, at + padding)], {
    type: 'image/tiff',
  });
}

function samplesOf({ width, rgba, isGrey }: TiffPicture, from: number, to: number): Uint8Array {
  const step = isGrey ? 1 : 3;
  const samples = new Uint8Array((to - from) * width * step);
  for (let dot = from * width * 4, at = 0; at < samples.length; dot += 4, at += step) {
    for (let sample = 0; sample < step; sample += 1) samples[at + sample] = rgba[dot + sample] ?? 0;
  }
  return samples;
}

/** With the zero at its end. Letters beyond ASCII are written as UTF-8, which readers of today expect. */
const asciiOf = (text: string): number[] => [...new TextEncoder().encode(text), 0];

/** The fields in order of their tags; values of more than four bytes are behind them. */
function directory(fields: readonly Field[], start: number): ArrayBuffer {
  const sizes = fields.map(({ type, values }) => (type === 'rational' ? 8 : types[type].bytes * values.length));
  const own = 2 + fields.length * 12 + 4;
  const view = new DataView(
    new ArrayBuffer(own + sizes.reduce((sum, size) => sum + (size > 4 ? size + (size % 2) : 0), 0)),
  );
  view.setUint16(0, fields.length, true);
  let behind = own;
  for (const [i, { tag, type, values }] of fields.entries()) {
    const entry = 2 + i * 12;
    const size = sizes[i] ?? 0;
    view.setUint16(entry, tag, true);
    view.setUint16(entry + 2, types[type].code, true);
    view.setUint32(entry + 4, type === 'rational' ? 1 : values.length, true);
    if (size > 4) view.setUint32(entry + 8, start + behind, true);
    writeValues(view, size > 4 ? behind : entry + 8, type, values);
    if (size > 4) behind += size + (size % 2);
  }
  return view.buffer;
}

function writeValues(view: DataView, at: number, type: Field['type'], values: readonly number[]): void {
  for (const [i, value] of values.entries()) {
    if (type === 'ascii') view.setUint8(at + i, value);
    else if (type === 'short') view.setUint16(at + i * 2, value, true);
    else view.setUint32(at + i * 4, value, true);
  }
}
