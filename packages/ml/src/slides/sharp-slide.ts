import sharp from 'sharp';
import { SlideError } from '../errors.ts';
import { isReadByBlocks, readBlocks } from './blocks/read-blocks.ts';
import { refuseOtherCodestreams } from './blocks/refuse-codestreams.ts';
import { hasAlpha, sharpRefusal } from './sharp-support.ts';
import { foreignTiff, NeedsOpenSlide } from './slide-format.ts';
import { type SlideLimits, type SlideReader } from './slide-reader.ts';
import { type LevelBox, readLevelRegion } from './slide-region.ts';
import { readTiffHeader, type TiffDirectory } from './tiff-header.ts';
import { isAperio, type TiffLevel, tiffPages, tiffProfileName } from './tiff-pages.ts';
import { aperioProperties, tiffScale } from './tiff-scale.ts';
import { isWrapped, wrappedFacts } from './wrapped/wrapped-description.ts';

/**
 * Opens a pyramidal TIFF (levels as pages or as sub-images) or an Aperio SVS through sharp.
 *
 * @param path - file on disk; never repeated in an error.
 * @param limits - see SlideLimits; checked on the header, before any pixel is decoded.
 * @throws SlideError as in SlideErrorCode, except NO_RESOLUTION: a slide without a scale opens with null.
 */
export async function openSharpSlide(path: string, limits: SlideLimits): Promise<SlideReader> {
  const { directories } = await readTiffHeader(path, limits.maxDirectories);
  const [first, ...others] = directories;
  if (!first) throw new SlideError('NOT_A_SLIDE', 'The file holds no image.');
  const foreign = foreignTiff(directories);
  if (foreign !== null) throw new NeedsOpenSlide(foreign);
  const { levels, associatedImages } = tiffPages([first, ...others]);
  const base = levels[0].directory;
  checkSize(base, limits);
  for (const { directory } of levels) {
    const refusal = sharpRefusal(directory);
    if (refusal !== null) throw refusal;
    await refuseOtherCodestreams(path, directory);
  }
  const wrapped = wrappedFacts(base.description);
  return {
    width: base.width,
    height: base.height,
    levels: levels.map(({ width, height, downsample }) => ({ width, height, downsample })),
    ...tiffScale(base),
    objectivePower: isAperio(base)
      ? (aperioProperties(base.description).get('AppMag') ?? null)
      : (wrapped?.objectivePower ?? null),
    colourProfile: tiffProfileName(base),
    vendor: isAperio(base) ? 'aperio' : wrapped ? 'dicom' : 'generic-tiff',
    reader: 'sharp',
    readerVersion: `${sharp.versions.sharp ?? ''} (libvips ${sharp.versions.vips})`,
    associatedImages: wrapped?.associatedImages ?? associatedImages,
    readRgb: (request, signal) =>
      readLevelRegion(levels, request, { limits }, (level, box) => decode(path, level, box, limits), signal),
    close: async () => {},
  };
}

function checkSize(base: TiffDirectory, limits: SlideLimits): void {
  const pixels = base.width * base.height;
  const cap = base.tileWidth === null ? limits.maxUntiledPixels : limits.maxTiledPixels;
  if (pixels > cap) {
    const claim = `${base.width} x ${base.height} pixels`;
    throw new SlideError('TOO_LARGE', `The file claims ${claim}; the limit for its layout is ${cap} pixels.`);
  }
}

async function decode(path: string, level: TiffLevel, box: LevelBox, limits: SlideLimits): Promise<Uint8Array> {
  try {
    const isSparse = isWrapped(level.directory);
    return await (isReadByBlocks(level.directory, isSparse)
      ? readBlocks(path, level.directory, box, limits.maxReadSeconds, isSparse)
      : readLossless(path, level, box, limits.maxReadSeconds));
  } catch {
    // libvips names the file in its messages, so they are not passed on.
    throw new SlideError('UNREADABLE', 'A region of the slide cannot be decoded: the file is damaged or unusual.');
  }
}

async function readLossless(path: string, level: TiffLevel, box: LevelBox, seconds: number): Promise<Uint8Array> {
  // The model saw raw scanner RGB: an embedded ICC profile must not change it on one reader and not on another.
  const image = sharp(path, {
    page: level.page,
    tiff: { subifd: level.subIfd },
    ignoreIcc: true,
    // With anything less, including 'error', libvips gives black pixels for a tile that libtiff cannot decode.
    failOn: 'warning',
    limitInputPixels: false, // checked against our own caps in checkSize
    sequentialRead: false,
  }).extract(box);
  // libvips undoes the multiplication by the opacity if the file has it.
  const opaque = hasAlpha(level.directory) ? image.flatten({ background: '#ffffff' }) : image.removeAlpha();
  const { data, info } = await opaque
    .toColourspace('srgb')
    .timeout({ seconds })
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error('not RGB');
  return data;
}
