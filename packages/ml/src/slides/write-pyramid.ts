import { randomUUID } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import sharp from 'sharp';
import { SlideError } from '../errors.ts';
import { isJpeg2000 } from './blocks/read-blocks.ts';
import { hasAlpha } from './sharp-support.ts';
import { defaultSlideLimits, type SlideReader } from './slide-reader.ts';
import { readTiffHeader } from './tiff-header.ts';
import { tiffPages } from './tiff-pages.ts';
import { isWrapped } from './wrapped/wrapped-description.ts';
import { writeLosslessTiff } from './write-lossless-tiff.ts';

/** A multiple of the usual tile sizes, so that hardly any tile is decoded twice. */
const SQUARE_PX = 4096;

/** How a slide is stored: 512-pixel JPEG tiles, each level half the one above, BigTIFF if it could exceed 4 GB. */
export function pyramidOptions(micronsPerPixel: number | null, pixels: number) {
  return {
    tile: true,
    tileWidth: 512,
    tileHeight: 512,
    pyramid: true,
    compression: 'jpeg',
    quality: 90,
    bigtiff: pixels > 1e9,
    // sharp takes pixels per millimetre; its own default of 1 would be read back as no scale.
    xres: micronsPerPixel === null ? 1 : 1000 / micronsPerPixel,
    yres: micronsPerPixel === null ? 1 : 1000 / micronsPerPixel,
    resolutionUnit: 'cm' as const,
  };
}

/**
 * Writes a copy of a slide as tiled pyramidal TIFF, for slides whose single level is slow to browse. The scale is kept;
 * label and macro images are not copied. The output is written atomically.
 *
 * @param reader - of the slide, in this process or another.
 * @param inputPath - the slide's file.
 * @param outputPath - replaced if it exists.
 * @throws SlideError UNREADABLE if the pixels cannot be decoded.
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
    // If libvips would read the file differently from the reader, it gets a lossless intermediate copy that both read
    // alike.
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
  return page === 0 && !hasAlpha(directory) && !isJpeg2000(directory.compression) && !isWrapped(directory);
}

/** libvips accepts a truncated JPEG block; the reader does not, so it reads all of them first. */
async function decodeAll(reader: SlideReader): Promise<void> {
  for (let y = 0; y < reader.height; y += SQUARE_PX) {
    for (let x = 0; x < reader.width; x += SQUARE_PX) {
      const width = Math.min(SQUARE_PX, reader.width - x);
      const height = Math.min(SQUARE_PX, reader.height - y);
      await reader.readRgb({ x, y, level: 0, width, height });
    }
  }
}
