import { SlideError } from '../errors.ts';
import { profileName } from './icc-profile.ts';
import { type OpenSlideHandle, type OpenSlideLibrary } from './openslide-library.ts';
import { type SlideLevel, type SlideLimits, type SlideReader } from './slide-reader.ts';
import { type LevelBox, readLevelRegion } from './slide-region.ts';
import { type Microns, scaleOf, type SlideScale } from './tiff-scale.ts';

interface NumberedLevel extends SlideLevel {
  /** OpenSlide's index of the level. */
  readonly index: number;
}

/** What the directories of a TIFF state, if OpenSlide reads it as a format that sharp also knows. */
export interface TiffFacts extends SlideScale {
  readonly levels: readonly SlideLevel[];
  readonly associatedImages: readonly string[];
  readonly colourProfile: string | null;
}

/**
 * Opens a slide of any format that OpenSlide knows. Only in a process that may crash: OpenSlide 3.4 aborts on some
 * damaged files.
 *
 * @param path - file on disk; never repeated in an error.
 * @param tiff - of a plain or Aperio TIFF; null for other formats. OpenSlide takes masks and labels for levels if they
 *   are marked as reduced images, and does not read OME-XML.
 * @throws SlideError NOT_A_SLIDE, UNREADABLE, TOO_LARGE; a slide without a scale opens with null.
 */
export async function openOpenSlide(
  library: OpenSlideLibrary,
  path: string,
  limits: SlideLimits,
  tiff: TiffFacts | null,
): Promise<SlideReader> {
  const handle = await openHandle(library, path);
  const slide = new OpenHandles(library, path, handle);
  try {
    const properties = library.properties(handle);
    const vendor = properties.get('openslide.vendor') ?? 'unknown';
    const levels = usableLevels(library, handle, properties, vendor, tiff);
    const [base] = levels;
    checkSize(base, library.levelCount(handle), limits);
    const background = backgroundOf(properties);
    const profile = tiff === null ? library.iccProfile(handle) : null;
    return {
      width: base.width,
      height: base.height,
      levels: levels.map(({ width, height, downsample }) => ({ width, height, downsample })),
      ...(tiff === null ? scaleOf(micronsOf(properties)) : scaleIn(tiff)),
      objectivePower: numberOf(properties.get('openslide.objective-power')) ?? null,
      colourProfile: tiff?.colourProfile ?? (profile && profileName(profile)),
      vendor: plain(vendor),
      reader: 'openslide',
      readerVersion: library.version,
      associatedImages: tiff?.associatedImages ?? library.associatedImages(handle).slice(0, 16).map(plain),
      readRgb: (request, signal) =>
        readLevelRegion(
          levels,
          request,
          { limits, background },
          (level, box) => decode(slide, level, box, background),
          signal,
        ),
      close: async () => slide.close(),
    };
  } catch (error) {
    slide.close();
    throw error;
  }
}

async function openHandle(library: OpenSlideLibrary, path: string): Promise<OpenSlideHandle> {
  const handle = await library.open(path);
  if (!handle) throw new SlideError('NOT_A_SLIDE', 'OpenSlide knows no such slide format.');
  if (library.error(handle) !== null) {
    library.close(handle);
    throw new SlideError('UNREADABLE', 'The slide cannot be opened: the file is damaged or a part of it is missing.');
  }
  return handle;
}

interface SharedHandle {
  readonly handle: Promise<OpenSlideHandle>;
  /** Reads in flight; the handle is closed only when there are none. */
  users: number;
  isDropped: boolean;
}

type Region = readonly [x: number, y: number, level: number, width: number, height: number];

/** The handle that reads share; it is replaced after an error, which the old one would report forever. */
class OpenHandles {
  private readonly library: OpenSlideLibrary;
  private readonly path: string;
  private current: SharedHandle;

  constructor(library: OpenSlideLibrary, path: string, handle: OpenSlideHandle) {
    this.library = library;
    this.path = path;
    this.current = { handle: Promise.resolve(handle), users: 0, isDropped: false };
  }

  /** @throws SlideError UNREADABLE if the region cannot be read. */
  async read(argb: Uint32Array, region: Region): Promise<void> {
    if (await this.readShared(argb, region)) return;
    // The error may come from another read on the same handle; on a separate handle it is this region's own.
    const own = await openHandle(this.library, this.path);
    try {
      await this.library.readRegion(own, argb, ...region);
      if (this.library.error(own) === null) return;
    } finally {
      this.library.close(own);
    }
    throw new SlideError('UNREADABLE', 'A region of the slide cannot be decoded: the file is damaged or unusual.');
  }

  close(): void {
    this.drop(this.current);
  }

  private async readShared(argb: Uint32Array, region: Region): Promise<boolean> {
    const shared = this.current;
    shared.users += 1;
    try {
      const handle = await shared.handle;
      await this.library.readRegion(handle, argb, ...region);
      if (this.library.error(handle) === null) return true;
      if (this.current === shared) {
        this.current = { handle: openHandle(this.library, this.path), users: 0, isDropped: false };
        this.current.handle.catch(() => undefined);
        this.drop(shared);
      }
      return false;
    } finally {
      shared.users -= 1;
      this.closeUnused(shared);
    }
  }

  private drop(shared: SharedHandle): void {
    shared.isDropped = true;
    this.closeUnused(shared);
  }

  private closeUnused(shared: SharedHandle): void {
    if (!shared.isDropped || shared.users > 0) return;
    shared.isDropped = false; // closed once
    shared.handle.then((handle) => this.library.close(handle)).catch(() => undefined);
  }
}

/**
 * OpenSlide 3.4 returns uninitialised memory for levels of a plain TIFF that are narrower or shorter than one of their
 * tiles: such levels are left out, and a slide whose level 0 is like this is refused.
 */
function usableLevels(
  library: OpenSlideLibrary,
  handle: OpenSlideHandle,
  properties: ReadonlyMap<string, string>,
  vendor: string,
  tiff: TiffFacts | null,
): [NumberedLevel, ...NumberedLevel[]] {
  const levels: NumberedLevel[] = [];
  const isKnown = (size: { width: number; height: number }) =>
    tiff === null || tiff.levels.some(({ width, height }) => width === size.width && height === size.height);
  const sizes = Array.from({ length: library.levelCount(handle) }, (_, index) => library.levelSize(handle, index));
  for (const [index, { width, height }] of sizes.entries()) {
    const tileWidth = numberOf(properties.get(`openslide.level[${index}].tile-width`)) ?? 1;
    const tileHeight = numberOf(properties.get(`openslide.level[${index}].tile-height`)) ?? 1;
    const isWhole = width >= tileWidth && height >= tileHeight;
    if (vendor === 'generic-tiff' && !isWhole) continue;
    // Of two with the same size, either may be the level or a mask: neither is taken.
    if (
      !isKnown({ width, height }) ||
      sizes.filter((size) => size.width === width && size.height === height).length > 1
    )
      continue;
    levels.push({ width, height, downsample: library.levelDownsample(handle, index), index });
  }
  const [base, ...others] = levels;
  if (!base || base.index !== 0) {
    throw new SlideError('UNREADABLE', 'OpenSlide cannot be trusted with a TIFF smaller than one of its tiles.');
  }
  return [base, ...others];
}

function checkSize({ width, height }: NumberedLevel, levelCount: number, limits: SlideLimits): void {
  if (width < 1 || height < 1) throw new SlideError('UNREADABLE', 'The slide has no size.');
  if (width * height > limits.maxTiledPixels) {
    const claim = `${width} x ${height} pixels`;
    throw new SlideError('TOO_LARGE', `The file claims ${claim}; the limit is ${limits.maxTiledPixels} pixels.`);
  }
  if (levelCount > limits.maxDirectories) {
    throw new SlideError('TOO_LARGE', `The file holds more than ${limits.maxDirectories} images.`);
  }
}

function micronsOf(properties: ReadonlyMap<string, string>): Microns | null {
  const x = numberOf(properties.get('openslide.mpp-x'));
  const y = numberOf(properties.get('openslide.mpp-y')) ?? x;
  if (x !== undefined && y !== undefined) return { x, y };
  const perUnitX = numberOf(properties.get('tiff.XResolution'));
  const perUnitY = numberOf(properties.get('tiff.YResolution')) ?? perUnitX;
  const unit = { centimeter: 10_000, inch: 25_400 }[properties.get('tiff.ResolutionUnit') ?? 'inch'];
  return !perUnitX || !perUnitY || unit === undefined ? null : { x: unit / perUnitX, y: unit / perUnitY };
}

function scaleIn({ micronsPerPixel, unequalMicrons }: TiffFacts): SlideScale {
  return { micronsPerPixel, unequalMicrons };
}

function numberOf(text: string | undefined): number | undefined {
  const value = text?.trim() ? Number(text.trim().replace(',', '.')) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** `RRGGBB` in hexadecimal; white if the slide does not state it. */
function backgroundOf(properties: ReadonlyMap<string, string>): number {
  const text = properties.get('openslide.background-color') ?? '';
  return /^[0-9a-f]{6}$/i.test(text) ? Number.parseInt(text, 16) : 0xffffff;
}

/** Restricts texts from a file that are passed on to letters, digits and the like. */
function plain(text: string): string {
  return text.replace(/[^\w .()-]/g, '').slice(0, 64);
}

/**
 * OpenSlide interpolates if a position is not a whole pixel of the level, and accepts whole level-0 pixels only. At the
 * nearest one, it gives the level's own pixels if the downsample is a whole number; otherwise its picture may be
 * shifted by up to half a level-0 pixel.
 */
async function decode(
  slide: OpenHandles,
  { index, downsample }: NumberedLevel,
  { left, top, width, height }: LevelBox,
  background: number,
): Promise<Uint8Array> {
  const argb = new Uint32Array(width * height);
  await slide.read(argb, [Math.round(left * downsample), Math.round(top * downsample), index, width, height]);
  return rgbOverBackground(argb, background);
}

/**
 * Premultiplied ARGB to RGB. Transparent pixels show the background, as in the thumbnails of openslide-python:
 * un-premultiply with whole numbers, then blend as Pillow's `paste` does.
 *
 * @param background - 0xRRGGBB.
 * @returns `[pixels, 3]`; for opaque pixels exactly what openslide-python's `read_region(...).convert('RGB')` gives.
 */
export function rgbOverBackground(argb: Uint32Array, background: number): Uint8Array {
  const rgb = new Uint8Array(argb.length * 3);
  for (let i = 0, at = 0; i < argb.length; i++, at += 3) {
    const pixel = argb[i] ?? 0;
    const alpha = pixel >>> 24;
    if (alpha === 255) {
      rgb[at] = pixel >>> 16;
      rgb[at + 1] = pixel >>> 8;
      rgb[at + 2] = pixel;
    } else {
      rgb[at] = blend((pixel >>> 16) & 255, alpha, (background >>> 16) & 255);
      rgb[at + 1] = blend((pixel >>> 8) & 255, alpha, (background >>> 8) & 255);
      rgb[at + 2] = blend(pixel & 255, alpha, background & 255);
    }
  }
  return rgb;
}

function blend(premultiplied: number, alpha: number, behind: number): number {
  if (alpha === 0) return behind;
  const colour = Math.min(255, Math.floor((255 * premultiplied) / alpha));
  const sum = behind * (255 - alpha) + colour * alpha + 128;
  return ((sum >> 8) + sum) >> 8;
}
