import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import sharp from 'sharp';
import { SlideError } from '../errors.ts';
import { hasAlpha } from './sharp-support.ts';
import { defaultSlideLimits, type SlideReader } from './slide-reader.ts';
import { readTiffHeader } from './tiff-header.ts';
import { tiffPages } from './tiff-pages.ts';
import { writeLosslessTiff } from './write-lossless-tiff.ts';

/** A multiple of the usual tiles, so that hardly one is decoded twice. */
const SQUARE_PX = 4096;

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
    const isDirect = await mayReadDirectly(reader, inputPath);
    // What libvips would read otherwise than the reader goes through a file that it reads the same: once, without loss.
    if (isDirect) await decodeAll(reader);
    else await writeLosslessTiff(reader, lossless);
    await sharp(isDirect ? inputPath : lossless, {
      ignoreIcc: true,
      failOn: 'warning',
      limitInputPixels: defaultSlideLimits.maxTiledPixels,
    })
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

/** Whether libvips gives the same pixels for the file's first page as the reader for the slide. */
async function mayReadDirectly(reader: SlideReader, path: string): Promise<boolean> {
  if (reader.reader !== 'sharp') return false;
  const { directories } = await readTiffHeader(path, defaultSlideLimits.maxDirectories);
  const [first, ...others] = directories;
  if (!first) return false;
  const { directory, page } = tiffPages([first, ...others]).levels[0];
  return page === 0 && !hasAlpha(directory);
}

/** libvips goes on over a JPEG block that is cut off: the reader, which does not, sees all of them first. */
async function decodeAll(reader: SlideReader): Promise<void> {
  for (let y = 0; y < reader.height; y += SQUARE_PX) {
    for (let x = 0; x < reader.width; x += SQUARE_PX) {
      const width = Math.min(SQUARE_PX, reader.width - x);
      const height = Math.min(SQUARE_PX, reader.height - y);
      await reader.readRgb({ x, y, level: 0, width, height });
    }
  }
}
