import { createRequire } from 'node:module';
import type * as DicomParser from 'dicom-parser';
import type { DataSet } from 'dicom-parser';
import { SlideError } from '../../errors.ts';
import { type ByteSource } from './byte-source.ts';

/** What a DICOM file states before its pixels. */
export interface DicomHeader {
  readonly data: DataSet;
  readonly transferSyntax: string;
  /** Where the value of Pixel Data begins; `length` is null if it is encapsulated. Null for an object without pixels. */
  readonly pixels: { readonly at: number; readonly length: number | null } | null;
}

const PIXEL_DATA = 'x7fe00010';
const MARK_AT = 128;
const FIRST_BYTES = 1 << 20;
/** Positions of a million frames; nothing else before the pixels of a slide is of that size. */
const MOST_HEADER_BYTES = 256e6;
const DEFLATED = '1.2.840.10008.1.2.1.99';

/** Whether it begins as a DICOM file: 128 bytes for anything, then `DICM`. */
export async function isDicom(source: ByteSource): Promise<boolean> {
  return source.length > MARK_AT + 4 && (await source.read(MARK_AT, 4)).toString('latin1') === 'DICM';
}

/**
 * Reads a DICOM file up to its pixels, which may be gigabytes and are not touched.
 *
 * Source: DICOM PS3.10 (file format), PS3.5 (encoding); parsed by dicom-parser.
 *
 * @throws SlideError TRUNCATED, UNREADABLE, TOO_LARGE, each naming the file.
 */
export async function readDicomHeader(source: ByteSource): Promise<DicomHeader> {
  const parse = (createRequire(import.meta.url)('dicom-parser') as typeof DicomParser).parseDicom;
  for (let size = Math.min(FIRST_BYTES, source.length); ; size = Math.min(size * 4, source.length)) {
    if (size > MOST_HEADER_BYTES) {
      throw new SlideError(
        'TOO_LARGE',
        `${source.name} has more than ${MOST_HEADER_BYTES / 1e6} MB before its pixels.`,
      );
    }
    const isWhole = size === source.length;
    const found = parsed(parse, await source.read(0, size), isWhole, source.name);
    if (found !== null) return found;
    // Otherwise the header may go on after what was read.
    if (isWhole) throw damaged(source.name);
  }
}

function parsed(
  parse: typeof DicomParser.parseDicom,
  bytes: Buffer,
  isWhole: boolean,
  name: string,
): DicomHeader | null {
  let data: DataSet;
  try {
    data = parse(withKnownTypes(bytes), { untilTag: PIXEL_DATA });
  } catch (error) {
    // The library throws texts and objects.
    if (isWhole) throw isDeflated(error) ? deflated(name) : damaged(name);
    return null;
  }
  const transferSyntax = data.string('x00020010') ?? '';
  if (transferSyntax === DEFLATED) throw deflated(name);
  const pixels = data.elements[PIXEL_DATA];
  if (pixels) {
    const isEncapsulated = pixels.hadUndefinedLength === true || pixels.length === 0xffff_ffff;
    return {
      data,
      transferSyntax,
      pixels: { at: pixels.dataOffset, length: isEncapsulated ? null : pixels.length },
    };
  }
  return isWhole ? { data, transferSyntax, pixels: null } : null;
}

/**
 * dicom-parser 1.8.21 does not know that lengths of type OV have 32 bits, and loses its place in a file with an Extended
 * Offset Table. Both tables, whose tags and type occur nowhere else in one piece, are called OB for it.
 */
function withKnownTypes(bytes: Buffer): Buffer {
  for (const table of ['e07f01004f56', 'e07f02004f56']) {
    const at = bytes.lastIndexOf(Buffer.from(table, 'hex'));
    if (at >= 0) bytes.write('OB', at + 4, 'latin1');
  }
  return bytes;
}

function isDeflated(error: unknown): boolean {
  return /deflate|inflate/i.test(error instanceof Error ? error.message : String(error));
}

function damaged(name: string): SlideError {
  return new SlideError('UNREADABLE', `${name} is damaged: its DICOM elements cannot be read.`);
}

function deflated(name: string): SlideError {
  const way = 'store it with the transfer syntax Explicit VR Little Endian (dcmtk: dcmconv +te)';
  return new SlideError('UNREADABLE', `${name} is a deflated DICOM file: ${way}.`);
}
