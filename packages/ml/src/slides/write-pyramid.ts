import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import sharp from 'sharp';
import { SlideError } from '../errors.ts';
import { defaultSlideLimits, type SlideReader } from './slide-reader.ts';
import { writeLosslessTiff } from './write-lossless-tiff.ts';

/** How a slide is stored: 512-pixel JPEG tiles, each level half the one above, BigTIFF where 4 GB could be passed. */
export function pyramidOptions(micronsPerPixel: number | null, pixels: number) {
  return {
    tile: true,
    tileWidth: 512,
    tileHeight: 512,
    pyramid: true,
    compression: 'jpeg',
    quality: 90,
    bigtiff: pixels > 1e9,
    // sharp takes pixels per millimetre; its own default of 1 reads back as no scale at all.
    xres: micronsPerPixel === null ? 1 : 1000 / micronsPerPixel,
    yres: micronsPerPixel === null ? 1 : 1000 / micronsPerPixel,
    resolutionUnit: 'cm' as const,
  };
}

/**
 * Writes a copy of a slide as tiled pyramidal TIFF, for slides whose one level is slow to browse. The scale is kept;
 * label and macro images are left behind. The output appears whole or not at all.
 *
 * @param reader - of the slide, in this process or another.
 * @param inputPath - the slide's file.
 * @param outputPath - replaced if it exists.
 * @throws SlideError UNREADABLE when the pixels cannot be decoded.
 */
export async function writePyramid(reader: SlideReader, inputPath: string, outputPath: string): Promise<void> {
  if (reader.perform) await reader.perform({ kind: 'pyramid', outputPath });
  else await writePyramidOf(reader, inputPath, outputPath);
}

/** The same, in this process. */
export async function writePyramidOf(reader: SlideReader, inputPath: string, outputPath: string): Promise<void> {
  const temporary = `${outputPath}.${randomUUID()}.part`;
  const lossless = `${outputPath}.${randomUUID()}.lossless.part`;
  try {
    // What only OpenSlide can read goes through a file that sharp can: once, and without loss.
    if (reader.reader !== 'sharp') await writeLosslessTiff(reader, lossless);
    const source = reader.reader === 'sharp' ? inputPath : lossless;
    await sharp(source, { ignoreIcc: true, failOn: 'error', limitInputPixels: defaultSlideLimits.maxTiledPixels })
      .removeAlpha()
      .tiff(pyramidOptions(reader.micronsPerPixel, reader.width * reader.height))
      .toFile(temporary);
    await rename(temporary, outputPath);
  } catch {
    throw new SlideError('UNREADABLE', 'The slide cannot be converted to a pyramid: its pixels cannot be decoded.');
  } finally {
    await Promise.all([temporary, lossless].map((path) => rm(path, { force: true })));
  }
}
