import { createRequire } from 'node:module';
import { type TiffDirectory } from '../tiff-header.ts';
import { type Block, type BlockPart } from './block.ts';
import { type Codestream, codestreamOf, readCodestream } from './codestream.ts';

/** The functions of OpenJPEG, compiled to WebAssembly, that are called here. */
interface OpenJpeg {
  readonly J2KDecoder: new () => {
    getEncodedBuffer(bytes: number): Uint8Array;
    decode(): void;
    getFrameInfo(): { readonly width: number; readonly height: number; readonly componentCount: number };
    /** `[height, width, components]`, of one byte each where components have 8 bits. */
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  };
}

const APERIO_YCBCR = 33_003;
const YCBCR = 6;

type Say = (line: string) => void;
type Factory = (options: { readonly print: Say; readonly printErr: Say }) => Promise<OpenJpeg>;

let loading: Promise<OpenJpeg> | null = null;

/** Of the block that is decoded, which is done in one go. */
let complaints = 0;

/** Loaded with the first block that needs it. What it says of each block must not reach the output of the process. */
function openJpeg(): Promise<OpenJpeg> {
  const listen: Say = (line) => {
    if (/\[(?:WARNING|ERROR)\]/.test(line)) complaints += 1;
  };
  const options = { print: listen, printErr: listen };
  loading ??= (createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg/decodewasmjs') as Factory)(options);
  return loading;
}

/**
 * Why a codestream is not decoded here; null if it is.
 *
 * @param codestream - null for bytes that are no codestream.
 */
export function codestreamRefusal(
  codestream: Codestream | null,
  width: number,
  heights: readonly number[],
): 'damaged' | 'subsampled' | 'otherSize' | 'notRgb' | null {
  if (codestream === null) return 'damaged';
  const { components } = codestream;
  if (components.length !== 3 || components.some(({ bits, isSigned }) => bits !== 8 || isSigned)) return 'notRgb';
  if (components.some(({ x, y }) => x !== 1 || y !== 1)) return 'subsampled';
  return codestream.width === width && heights.includes(codestream.height) ? null : 'otherSize';
}

/**
 * Decodes a part of a block that is a JPEG 2000 codestream, alone or as a JP2 file. Its size is checked before the
 * decoder sees it, so that it cannot make the decoder allocate more than a tile.
 *
 * @throws Error if the block cannot be decoded completely.
 */
export async function decodeJpeg2000Block(
  { bytes, width, heights }: Block,
  directory: TiffDirectory,
  part: BlockPart,
): Promise<Uint8Array> {
  const codestream = codestreamOf(bytes);
  const facts = readCodestream(codestream);
  const refusal = codestreamRefusal(facts, width, heights);
  if (facts === null || refusal !== null) throw new Error(refusal ?? 'damaged');
  const { J2KDecoder } = await openJpeg();
  const decoder = new J2KDecoder();
  try {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    complaints = 0;
    decoder.decode();
    // As of JPEG: a warning of the decoder means that pixels are missing.
    if (complaints > 0) throw new Error('damaged');
    const frame = decoder.getFrameInfo();
    const pixels = decoder.getDecodedBuffer();
    const isWhole = pixels.length === facts.width * facts.height * 3;
    if (frame.width !== facts.width || frame.height !== facts.height || !isWhole) throw new Error('another picture');
    const rgb = cut(pixels, facts.width, part);
    const isYcc = directory.compression === APERIO_YCBCR || directory.photometric === YCBCR;
    return isYcc && !facts.isTransformed ? fromYcc(rgb) : rgb;
  } finally {
    decoder.delete();
  }
}

/** A copy: the decoder's memory is reused for the next block. */
function cut(pixels: Uint8Array, width: number, part: BlockPart): Uint8Array {
  const rgb = new Uint8Array(part.width * part.height * 3);
  for (let y = 0; y < part.height; y++) {
    const from = ((part.top + y) * width + part.left) * 3;
    rgb.set(pixels.subarray(from, from + part.width * 3), y * part.width * 3);
  }
  return rgb;
}

/** In place, with the full range of 8 bits. Source: JFIF 1.02 (ITU-T T.871). */
function fromYcc(pixels: Uint8Array): Uint8Array {
  const clamped = new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const [luma = 0, blue = 0, red = 0] = pixels.subarray(i, i + 3);
    clamped[i] = luma + 1.402 * (red - 128);
    clamped[i + 1] = luma - 0.344136 * (blue - 128) - 0.714136 * (red - 128);
    clamped[i + 2] = luma + 1.772 * (blue - 128);
  }
  return pixels;
}
