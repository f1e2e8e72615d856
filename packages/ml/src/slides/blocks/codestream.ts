/** What the main header of a JPEG 2000 codestream states. */
export interface Codestream {
  readonly width: number;
  readonly height: number;
  /** Bits and steps of each colour: 1 across and down unless it has a lower resolution than the image. */
  readonly components: readonly {
    readonly bits: number;
    readonly isSigned: boolean;
    readonly x: number;
    readonly y: number;
  }[];
  /** Whether the decoder itself turns the components into RGB. */
  readonly isTransformed: boolean;
}

const START = 0xff4f;
const SIZ = 0xff51;
const COD = 0xff52;
const START_OF_TILE = 0xff90;
/** Of a file in boxes (JP2): its first box is the signature. */
const JP2_SIGNATURE = '0000000c6a5020200d0a870a';
const MOST_COMPONENTS = 4;

/**
 * The codestream in a block: the block itself or, if an encoder wrapped it as a JP2 file, the contents of its `jp2c` box.
 *
 * Source: ITU-T T.800, annex I.
 *
 * @throws Error if there is none.
 */
export function codestreamOf(block: Buffer): Buffer {
  if (block.toString('hex', 0, 12) !== JP2_SIGNATURE) return block;
  for (let at = 0; at + 8 <= block.length;) {
    const length = block.readUInt32BE(at);
    const isLong = length === 1 && at + 16 <= block.length;
    const bytes = length === 0 ? block.length - at : isLong ? Number(block.readBigUInt64BE(at + 8)) : length;
    const start = at + (isLong ? 16 : 8);
    if (block.toString('latin1', at + 4, at + 8) === 'jp2c') return block.subarray(start, at + bytes);
    if (bytes < 8) break;
    at += bytes;
  }
  throw new Error('no codestream');
}

/**
 * Reads the main header of a codestream.
 *
 * @param bytes - its beginning is enough.
 * @returns null for anything else.
 *
 * Source: ITU-T T.800, annex A.
 */
export function readCodestream(bytes: Buffer): Codestream | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== START) return null;
  let size: Omit<Codestream, 'isTransformed'> | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = bytes.readUInt16BE(at);
    if (marker === START_OF_TILE) break;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) break;
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker === SIZ) size = sizeOf(segment);
    if (marker === COD && size !== null && segment.length >= 5) return { ...size, isTransformed: segment[4] === 1 };
    at += 2 + length;
  }
  return null;
}

function sizeOf(segment: Buffer): Omit<Codestream, 'isTransformed'> | null {
  if (segment.length < 36) return null;
  const count = segment.readUInt16BE(34);
  if (count < 1 || count > MOST_COMPONENTS || segment.length < 36 + count * 3) return null;
  return {
    width: segment.readUInt32BE(2) - segment.readUInt32BE(10),
    height: segment.readUInt32BE(6) - segment.readUInt32BE(14),
    components: Array.from({ length: count }, (_, i) => {
      const [depth = 0, x = 0, y = 0] = segment.subarray(36 + i * 3);
      return { bits: (depth & 0x7f) + 1, isSigned: depth > 0x7f, x, y };
    }),
  };
}
