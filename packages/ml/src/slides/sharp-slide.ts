import sharp, { type Region } from 'sharp';
import { SlideError } from '../errors.ts';
import { plausibleMicrons } from './plausible-microns.ts';
import { foreignTiff, needsOpenSlide } from './slide-format.ts';
import { type RegionRequest, type SlideLevel, type SlideLimits, type SlideReader } from './slide-reader.ts';
import { readTiffHeader, type TiffDirectory } from './tiff-header.ts';

/** A level together with where libvips finds it. */
interface SharpLevel extends SlideLevel {
  readonly page: number;
  readonly subIfd: number;
}

const JPEG_2000 = new Set([33003, 33004, 33005, 34712]);

/**
 * Opens a pyramidal TIFF (levels as pages or as sub-images) or a JPEG-compressed Aperio SVS through sharp.
 *
 * @param path - file on disk; never repeated in an error.
 * @param limits - see SlideLimits; checked on the header, before any pixel is decoded.
 * @throws SlideError as in SlideErrorCode, except NO_RESOLUTION: a slide without a scale opens with null.
 */
export async function openSharpSlide(path: string, limits: SlideLimits): Promise<SlideReader> {
  const { directories } = await readTiffHeader(path, limits.maxDirectories);
  const base = directories[0];
  if (!base) throw new SlideError('NOT_A_SLIDE', 'The file holds no image.');
  const foreign = foreignTiff(directories);
  if (foreign !== null) throw needsOpenSlide(foreign);
  checkBase(base, limits);
  const vendor = base.description.startsWith('Aperio') ? 'aperio' : 'generic-tiff';
  const levels = pyramidLevels(directories, base);
  const aperio = vendor === 'aperio' ? aperioProperties(base.description) : new Map<string, number>();

  return {
    width: base.width,
    height: base.height,
    levels: levels.map(({ width, height, downsample }) => ({ width, height, downsample })),
    micronsPerPixel: plausibleMicrons(aperio.get('MPP')) ?? plausibleMicrons(micronsFromResolution(base)),
    objectivePower: aperio.get('AppMag') ?? null,
    vendor,
    reader: 'sharp',
    readerVersion: `${sharp.versions.sharp ?? ''} (libvips ${sharp.versions.vips})`,
    associatedImages: associatedImages(directories, base),
    readRgb: (request, signal) => readRegion(path, levels, request, limits, signal),
    close: async () => {},
  };
}

function checkBase(base: TiffDirectory, limits: SlideLimits): void {
  const pixels = base.width * base.height;
  const cap = base.tileWidth === null ? limits.maxUntiledPixels : limits.maxTiledPixels;
  if (pixels > cap) {
    const claim = `${base.width} x ${base.height} pixels`;
    throw new SlideError('TOO_LARGE', `The file claims ${claim}; the limit for its layout is ${cap} pixels.`);
  }
  if (JPEG_2000.has(base.compression)) {
    throw needsOpenSlide('JPEG 2000');
  }
  if (base.bitsPerSample !== 8 || (base.samplesPerPixel !== 3 && base.samplesPerPixel !== 4)) {
    throw new SlideError('NOT_A_SLIDE', 'The first image of the file is not 8-bit colour.');
  }
}

/**
 * Keeps the images that are the same picture at a lower resolution. Label, macro and thumbnail differ in shape, are
 * untiled beside a tiled base, or say what they are; none of them may become a level, since a label can show a name.
 */
function pyramidLevels(directories: readonly TiffDirectory[], base: TiffDirectory): SharpLevel[] {
  const candidates = directories.flatMap((directory, page) => [
    { directory, page, subIfd: -1 },
    ...directory.subDirectories.map((sub, subIfd) => ({ directory: sub, page, subIfd })),
  ]);
  const levels: SharpLevel[] = [];
  for (const { directory, page, subIfd } of candidates) {
    const { width, height } = directory;
    const downsample = base.width / width;
    const isBase = directory === base;
    if (!isBase && (page > 0 || subIfd >= 0)) {
      const sameLayout = (directory.tileWidth === null) === (base.tileWidth === null);
      // Halving rounds each side, so a small level may be off by a pixel either way.
      const sameShape = Math.abs(base.height / downsample - height) <= 1.5 + height * 0.005;
      const associated = /\b(label|macro|thumbnail)\b/i.test(directory.description);
      if (!sameLayout || !sameShape || associated || width >= base.width) continue;
    }
    levels.push({ width, height, downsample: isBase ? 1 : (downsample + base.height / height) / 2, page, subIfd });
  }
  return levels.sort((a, b) => a.downsample - b.downsample);
}

/** The images beside the slide, by what they say of themselves; an Aperio file's second image is its thumbnail. */
function associatedImages(directories: readonly TiffDirectory[], base: TiffDirectory): string[] {
  return directories.flatMap((directory, page) => {
    const named = /\b(label|macro|thumbnail)\b/i.exec(directory.description)?.[1]?.toLowerCase();
    if (directory === base) return [];
    if (named !== undefined) return [named];
    const isThumbnail = page === 1 && base.description.startsWith('Aperio') && directory.tileWidth === null;
    return isThumbnail ? ['thumbnail'] : [];
  });
}

/** `Aperio … |AppMag = 20|MPP = 0.4990|…` -> numeric properties. */
function aperioProperties(description: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const part of description.split('|').slice(1)) {
    const [name, value] = part.split('=', 2);
    const number = Number(value?.trim().replace(',', '.'));
    if (name && value && Number.isFinite(number)) found.set(name.trim(), number);
  }
  return found;
}

function micronsFromResolution(base: TiffDirectory): number | undefined {
  return base.pixelsPerCm ? 20_000 / (base.pixelsPerCm.x + base.pixelsPerCm.y) : undefined;
}

async function readRegion(
  path: string,
  levels: readonly SharpLevel[],
  { x, y, level: index, width, height }: RegionRequest,
  limits: SlideLimits,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const level = levels[index];
  if (!level) throw new RangeError(`The slide has no level ${index}.`);
  if (![x, y, width, height].every(Number.isSafeInteger) || width < 1 || height < 1) {
    throw new RangeError('A region needs whole numbers and a positive size.');
  }
  if (width * height > limits.maxReadPixels) {
    throw new SlideError('TOO_LARGE', `One read is limited to ${limits.maxReadPixels} pixels.`);
  }
  const left = Math.round(x / level.downsample);
  const top = Math.round(y / level.downsample);
  const x0 = Math.max(0, left);
  const y0 = Math.max(0, top);
  const x1 = Math.min(level.width, left + width);
  const y1 = Math.min(level.height, top + height);
  if (x1 <= x0 || y1 <= y0) return new Uint8Array(width * height * 3).fill(255);

  const inside = await decode(path, level, { left: x0, top: y0, width: x1 - x0, height: y1 - y0 }, limits);
  signal?.throwIfAborted();
  if (x1 - x0 === width && y1 - y0 === height) return inside;
  const whole = new Uint8Array(width * height * 3).fill(255);
  const row = (x1 - x0) * 3;
  for (let r = 0; r < y1 - y0; r++) {
    whole.set(inside.subarray(r * row, (r + 1) * row), ((y0 - top + r) * width + (x0 - left)) * 3);
  }
  return whole;
}

async function decode(path: string, level: SharpLevel, box: Region, limits: SlideLimits): Promise<Uint8Array> {
  try {
    // The model saw raw scanner RGB: an embedded ICC profile must not change it on one reader and not on another.
    const image = sharp(path, {
      page: level.page,
      tiff: { subifd: level.subIfd },
      ignoreIcc: true,
      failOn: 'error',
      limitInputPixels: false, // checked against our own caps in checkBase
      sequentialRead: false,
    });
    const { data, info } = await image
      .extract(box)
      .removeAlpha()
      .toColourspace('srgb')
      .timeout({ seconds: limits.maxReadSeconds })
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error('not RGB');
    return data;
  } catch {
    // libvips names the file in its messages, so nothing of them is passed on.
    throw new SlideError('UNREADABLE', 'A region of the slide cannot be decoded: the file is damaged or unusual.');
  }
}
