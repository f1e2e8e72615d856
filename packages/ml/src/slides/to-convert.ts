import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { SlideError } from '../errors.ts';

interface FormatToConvert {
  /** As the beginning of a sentence. */
  readonly name: string;
  readonly isIt: (start: Buffer) => boolean;
  /** What makes it readable. */
  readonly way: string;
  /** Not a format of scanners: a picture, or an archive. */
  readonly isNoSlide?: true;
}

const START_BYTES = 4096;
const begins = (mark: string) => (start: Buffer) => start.toString('latin1', 0, mark.length) === mark;

/** Formats that neither sharp nor OpenSlide reads, by the beginning of their files. */
const formats: readonly FormatToConvert[] = [
  {
    name: 'KFB (KFBIO, 江丰)',
    // After the mark of a section, in the versions seen.
    isIt: (start) => begins('KFB')(start) || begins('KFB')(start.subarray(4)),
    way: 'export it from KFBIO’s viewer (K-Viewer) as SVS or pyramidal TIFF, or convert it with KFBIO’s converter (KFB to TIFF or SVS)',
  },
  {
    name: 'SDPC (Sqray, 生强)',
    // Not of SQLite, in which Sakura's slides are.
    isIt: (start) => begins('SQ')(start) && !begins('SQLite')(start),
    way: 'export it from Sqray’s viewer as SVS, or ask Sqray for its converter of SDPC to SVS',
  },
  {
    name: 'TMAP (UNIC, 优纳)',
    isIt: begins('TMAP'),
    way: 'export it from UNIC’s viewer as SVS or pyramidal TIFF',
  },
  {
    name: 'Philips iSyntax',
    isIt: (start) => /<DataObject[^>]+ObjectType="DPUfsImport"/.test(start.toString('latin1')),
    way: 'export it as Philips TIFF, or convert it with isyntax2raw and raw2ometiff --rgb',
  },
  {
    name: 'Olympus ETS',
    isIt: begins('SIS\0'),
    way: 'convert the .vsi that belongs to it with Bio-Formats (bfconvert, or bioformats2raw and raw2ometiff --rgb) to OME-TIFF',
  },
  {
    name: 'PNG',
    isNoSlide: true,
    isIt: begins('\x89PNG\r\n'),
    way: 'make a pyramid of it: vips tiffsave in.png out.tif --tile --pyramid --compression jpeg --Q 90; its scale has to be stated',
  },
  {
    name: 'JPEG',
    isNoSlide: true,
    isIt: begins('\xff\xd8\xff'),
    way: 'send a MIRAX slide (.mrxs) as a zip with its folder; of another picture make a pyramid with vips tiffsave --tile --pyramid',
  },
  {
    name: 'JPEG 2000 or JPX',
    isNoSlide: true,
    isIt: begins('\0\0\0\x0cjP  \r\n'),
    way: 'convert it with vips tiffsave --tile --pyramid, or export it from the scanner as SVS',
  },
  {
    name: 'RAR',
    isNoSlide: true,
    isIt: begins('Rar!'),
    way: 'pack the files of the slide as a zip',
  },
  {
    name: '7z',
    isNoSlide: true,
    isIt: begins('7z\xbc\xaf'),
    way: 'pack the files of the slide as a zip',
  },
];

/**
 * A format that is known and not read is refused with what makes it readable.
 *
 * @throws SlideError NEEDS_CONVERTING, or NOT_A_SLIDE for what no scanner writes; nothing for any other file.
 */
export async function refuseToConvert(path: string): Promise<void> {
  // A picture by its contents; OpenSlide knows it by its name and the folder beside it.
  if (extname(path).toLowerCase() === '.mrxs') return;
  const file = await open(path, 'r').catch(() => null);
  if (!file) return;
  try {
    const buffer = Buffer.alloc(START_BYTES);
    const { bytesRead } = await file.read(buffer, 0, START_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    const found = formats.find(({ isIt }) => isIt(start));
    if (!found) return;
    const code = found.isNoSlide ? 'NOT_A_SLIDE' : 'NEEDS_CONVERTING';
    throw new SlideError(code, `${found.name} is not read here: ${found.way}.`);
  } finally {
    await file.close();
  }
}
