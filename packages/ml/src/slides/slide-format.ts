import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { SlideError } from '../errors.ts';
import { type TiffDirectory } from './tiff-header.ts';

/**
 * The scanner's format of a TIFF whose pages are not a pyramid: read as one, the picture of a label could pass for the
 * slide.
 *
 * @returns null for a TIFF or SVS that sharp may read.
 *
 * Source: OpenSlide's descriptions of its formats (openslide.org/formats).
 */
export function foreignTiff(directories: readonly TiffDirectory[]): string | null {
  const some = (claim: (directory: TiffDirectory) => boolean): boolean => directories.some(claim);
  if (some(({ isNdpi }) => isNdpi)) return 'Hamamatsu NDPI';
  if (some(({ description }) => description.includes('http://www.leica-microsystems.com/scn/'))) return 'Leica SCN';
  if (some(({ xmp }) => xmp.includes('<iScan'))) return 'Ventana BIF';
  if (some(({ software }) => software.startsWith('Philips'))) return 'Philips TIFF';
  if (some(({ software }) => software.startsWith('MedScan'))) return 'Trestle TIFF';
  return null;
}

/** @returns the name of a slide format other than TIFF, detected from the beginning of the file; null for none. */
export async function foreignFormat(path: string): Promise<string | null> {
  const start = await beginning(path, 512);
  const text = start.toString('latin1');
  if (text.startsWith('SQLite format 3\0')) return 'Sakura SVSLIDE';
  if (text.slice(128, 132) === 'DICM') return 'DICOM';
  if (text.startsWith('ZISRAWFILE')) return 'Zeiss CZI';
  if (/^\s*\[(Uncompressed )?Virtual Microscope Specimen\]/i.test(text)) return 'Hamamatsu VMS';
  // A MIRAX file is a small picture; the slide is stored in a folder beside it.
  if (extname(path).toLowerCase() === '.mrxs') return 'MIRAX (MRXS)';
  return null;
}

/** A slide that sharp does not read but OpenSlide may. */
export class NeedsOpenSlide extends SlideError {
  /** Its format, as the beginning of a sentence: "DICOM". */
  readonly format: string;

  constructor(format: string) {
    const install = 'sudo apt install libopenslide0, or see docs/operations.md';
    super(
      'NEEDS_OPENSLIDE',
      `${format} slides are read with OpenSlide, which is not installed on the portal's machine: ${install}.`,
    );
    this.format = format;
  }
}

async function beginning(path: string, length: number): Promise<Buffer> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return Buffer.alloc(0);
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
