import { SlideError, type SlideErrorCode } from '../errors.ts';
import { loadOpenSlide, type OpenSlideLibrary } from './openslide-library.ts';
import { openOpenSlide, type TiffFacts } from './openslide-slide.ts';
import { openSharpSlide } from './sharp-slide.ts';
import { openSlideRefusal } from './sharp-support.ts';
import { foreignFormat, foreignTiff, NeedsOpenSlide } from './slide-format.ts';
import { defaultSlideLimits, type ReaderChoice, type SlideLimits, type SlideReader } from './slide-reader.ts';
import { refuseToConvert } from './to-convert.ts';
import { readTiffHeader } from './tiff-header.ts';
import { tiffPages, tiffProfileName } from './tiff-pages.ts';
import { tiffScale } from './tiff-scale.ts';

export interface OpenSlideOptions {
  /** Any of SlideLimits, to override the defaults (40 gigapixels tiled, 0.4 untiled). */
  readonly limits?: Partial<SlideLimits> | undefined;
  /** `auto` by default. */
  readonly reader?: ReaderChoice | undefined;
  /** Path of OpenSlide's library, if it is in an unusual place. */
  readonly openslidePath?: string | undefined;
}

/**
 * Opens a slide and decodes it in this process: only for processes that a hostile file may crash. All others use
 * SlideDecoders.
 *
 * @param path - file on disk; never repeated in an error message.
 * @throws SlideError as in SlideErrorCode, except NO_RESOLUTION: a slide without a scale opens with null.
 */
export async function openSlideHere(
  path: string,
  { limits: given = {}, reader = 'auto', openslidePath }: OpenSlideOptions = {},
): Promise<SlideReader> {
  const limits = { ...defaultSlideLimits, ...given };
  if (reader === 'openslide') {
    const library = loadOpenSlide(openslidePath);
    if (!library) throw new NeedsOpenSlide('These');
    return openOpenSlide(library, path, limits, await tiffFacts(library, path, limits));
  }
  try {
    return await openSharpSlide(path, limits);
  } catch (error) {
    if (!(error instanceof SlideError)) throw error;
    await refuseToConvert(path);
    if (reader === 'sharp') throw error;
    return openForeign(path, error, limits, openslidePath);
  }
}

/** What sharp refused: another format or storage, or a damaged file, which OpenSlide should not try. */
async function openForeign(
  path: string,
  refusal: SlideError,
  limits: SlideLimits,
  openslidePath: string | undefined,
): Promise<SlideReader> {
  const format = refusal.code === 'NOT_A_SLIDE' ? await foreignFormat(path) : null;
  if (format === null && !mayBeForeign.has(refusal.code)) throw refusal;
  const library = loadOpenSlide(openslidePath);
  if (!library) throw format === null ? refusal : new NeedsOpenSlide(format);
  if (format === null && refusal.code !== 'NEEDS_OPENSLIDE' && !(await isForeignVendor(library, path))) throw refusal;
  try {
    return await openOpenSlide(library, path, limits, await tiffFacts(library, path, limits));
  } catch (error) {
    const isUnknown = error instanceof SlideError && error.code === 'NOT_A_SLIDE';
    if (!isUnknown || !(refusal instanceof NeedsOpenSlide)) throw error;
    const neither = `neither sharp nor OpenSlide ${library.version} reads`;
    throw new SlideError(
      'UNREADABLE',
      `${refusal.format}: ${neither} this. A tiled TIFF with JPEG or deflate is read.`,
    );
  }
}

/** An NDPI past 4 GB looks truncated when read as an ordinary TIFF. */
const mayBeForeign = new Set<SlideErrorCode>([
  'NEEDS_OPENSLIDE',
  'NOT_A_SLIDE',
  'TRUNCATED',
  'UNREADABLE',
  'TOO_LARGE',
]);

async function isForeignVendor(library: OpenSlideLibrary, path: string): Promise<boolean> {
  const vendor = await library.detectVendor(path);
  return vendor !== null && vendor !== 'generic-tiff' && vendor !== 'aperio';
}

/**
 * A plain or Aperio TIFF passes the same checks before OpenSlide as before sharp, and has the same pages as levels.
 *
 * @returns null for another format.
 * @throws SlideError as sharp would, except for storage that only OpenSlide decodes.
 */
async function tiffFacts(library: OpenSlideLibrary, path: string, limits: SlideLimits): Promise<TiffFacts | null> {
  try {
    const { directories } = await readTiffHeader(path, limits.maxDirectories);
    const [first, ...others] = directories;
    if (!first || foreignTiff(directories) !== null || (await isForeignVendor(library, path))) return null;
    const { levels, associatedImages } = tiffPages([first, ...others]);
    const base = levels[0].directory;
    if (base.width * base.height > limits.maxTiledPixels) {
      throw new SlideError('TOO_LARGE', `The file claims more than ${limits.maxTiledPixels} pixels.`);
    }
    const refusal = openSlideRefusal(base);
    if (refusal !== null) throw refusal;
    return { levels, associatedImages, colourProfile: tiffProfileName(base), ...tiffScale(base) };
  } catch (error) {
    if (!(error instanceof SlideError)) throw error;
    if (error.code === 'NOT_A_SLIDE' && (await foreignFormat(path)) !== null) return null;
    if (await isForeignVendor(library, path)) return null;
    throw error;
  }
}
