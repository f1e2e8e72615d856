import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type DicomElement, dicomFile } from '../../packages/ml/src/rois/dicom-writer.ts';
import { drawnTiles } from './drawn-tiles.ts';

const WHOLE_SLIDE_IMAGE = '1.2.840.10008.5.1.4.1.1.77.1.6';
const SIDE = 512;

/**
 * Writes a DICOM slide of about that size, as scanners do: JPEG tiles of 512 pixels, an image of a quarter and one of a
 * sixteenth of the resolution, TILED_FULL, without an offset table. The tiles are a few pictures again and again.
 *
 * @param folder - is made; gets an instance for each image.
 */
export async function writeLargeDicom(folder: string, megabytes: number): Promise<void> {
  await mkdir(folder);
  const tiles = await drawnTiles(SIDE);
  const mean = tiles.reduce((sum, { length }) => sum + length, 0) / tiles.length;
  // A multiple of sixteen, so that the images are exactly a quarter and a sixteenth.
  const across = Math.floor(Math.sqrt((megabytes * 1e6) / mean / (1 + 1 / 16 + 1 / 256)) / 16) * 16;
  for (const [number, shrink] of [1, 4, 16].entries()) {
    await writeInstance(join(folder, `${number}.dcm`), across / shrink, shrink, tiles);
  }
}

async function writeInstance(path: string, across: number, shrink: number, tiles: readonly Buffer[]): Promise<void> {
  const uid = `1.2.826.0.1.3680043.10.9999.${shrink}`;
  const spacing = (0.00025 * shrink).toString();
  const measures: DicomElement[] = [[0x0028_0030, 'IS', `${spacing}\\${spacing}`]];
  const head = dicomFile(WHOLE_SLIDE_IMAGE, uid, [
    [0x0008_0008, 'CS', `ORIGINAL\\PRIMARY\\VOLUME\\${shrink === 1 ? 'NONE' : 'RESAMPLED'}`],
    [0x0008_0016, 'UI', WHOLE_SLIDE_IMAGE],
    [0x0008_0018, 'UI', uid],
    [0x0020_000e, 'UI', '1.2.826.0.1.3680043.10.9999.99'],
    [0x0020_9311, 'CS', 'TILED_FULL'],
    [0x0028_0002, 'US', 3],
    [0x0028_0004, 'CS', 'YBR_FULL_422'],
    [0x0028_0008, 'IS', String(across * across)],
    [0x0028_0010, 'US', SIDE],
    [0x0028_0011, 'US', SIDE],
    [0x0028_0100, 'US', 8],
    [0x0028_0101, 'US', 8],
    [0x0048_0006, 'UL', across * SIDE],
    [0x0048_0007, 'UL', across * SIDE],
    [0x5200_9229, 'SQ', [[[0x0028_9110, 'SQ', [measures]]]]],
  ]);
  // The writer of outlines states plain pixels; only this value differs.
  const syntax = Buffer.from('1.2.840.10008.1.2.1\0');
  const at = head.indexOf(syntax);
  const jpegHead = Buffer.concat([head.subarray(0, at - 2), Buffer.from([22, 0]), Buffer.from('1.2.840.10008.1.2.4.50'), head.subarray(at + syntax.length)]); // prettier-ignore
  jpegHead.writeUInt32LE(jpegHead.readUInt32LE(140) + 2, 140);
  const file = await open(path, 'wx');
  const stream = file.createWriteStream({ highWaterMark: 8 << 20 });
  stream.on('error', (error) => {
    throw error;
  });
  const write = async (bytes: Buffer): Promise<void> => {
    if (!stream.write(bytes)) await new Promise<void>((resolve) => stream.once('drain', () => resolve()));
  };
  await write(jpegHead);
  await write(Buffer.from('e07f10004f420000ffffffff' + 'feff00e000000000', 'hex'));
  for (let i = 0; i < across * across; i++) {
    const jpeg = tiles[(i * 7 + shrink) % tiles.length] ?? Buffer.alloc(0);
    const item = Buffer.from('feff00e000000000', 'hex');
    item.writeUInt32LE(jpeg.length, 4);
    await write(Buffer.concat([item, jpeg]));
  }
  await write(Buffer.from('feffdde000000000', 'hex'));
  await new Promise<void>((resolve) => stream.end(() => resolve()));
}
