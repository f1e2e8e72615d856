import { SlideError } from '../../errors.ts';

/** How the tiles of an instance are compressed; a TIFF can hold them unchanged. */
export type TileCoding = 'none' | 'jpeg' | 'jpeg2000';

const codings: Readonly<Record<string, TileCoding>> = {
  '1.2.840.10008.1.2': 'none',
  '1.2.840.10008.1.2.1': 'none',
  '1.2.840.10008.1.2.2': 'none',
  '1.2.840.10008.1.2.4.50': 'jpeg',
  '1.2.840.10008.1.2.4.51': 'jpeg',
  '1.2.840.10008.1.2.4.90': 'jpeg2000',
  '1.2.840.10008.1.2.4.91': 'jpeg2000',
};

/** Others by name. Source: DICOM PS3.6, annex A. */
const others: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.5': 'RLE',
  '1.2.840.10008.1.2.4.57': 'lossless JPEG',
  '1.2.840.10008.1.2.4.70': 'lossless JPEG',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS',
  '1.2.840.10008.1.2.4.110': 'JPEG XL',
  '1.2.840.10008.1.2.4.111': 'JPEG XL',
  '1.2.840.10008.1.2.4.112': 'JPEG XL',
  '1.2.840.10008.1.2.4.201': 'high-throughput JPEG 2000',
  '1.2.840.10008.1.2.4.202': 'high-throughput JPEG 2000',
  '1.2.840.10008.1.2.4.203': 'high-throughput JPEG 2000',
};

/** @throws SlideError UNREADABLE for another coding, naming it, the instance and a converter. */
export function codingOf(transferSyntax: string, instance: string): TileCoding {
  const coding = codings[transferSyntax];
  if (coding !== undefined) return coding;
  const name = others[transferSyntax] ?? `transfer syntax ${transferSyntax.replace(/[^\d.]/g, '').slice(0, 64)}`;
  const way = 'wsidicomizer, or the scanner’s export, writes it with JPEG or JPEG 2000';
  throw new SlideError('UNREADABLE', `The pixels of ${instance} are stored as ${name}, which is not read: ${way}.`);
}
