import { SlideError, type SlideErrorCode } from '../errors.ts';
import { loadOpenSlide, type OpenSlideLibrary } from './openslide-library.ts';
import { openOpenSlide } from './openslide-slide.ts';
import { openSharpSlide } from './sharp-slide.ts';
import { foreignFormat, needsOpenSlide } from './slide-format.ts';
import { defaultSlideLimits, type ReaderChoice, type SlideLimits, type SlideReader } from './slide-reader.ts';
import { readTiffHeader } from './tiff-header.ts';

export interface OpenSlideOptions {
  /** Any of SlideLimits, to override the defaults (40 gigapixels tiled, 0.4 untiled). */
  readonly limits?: Partial<SlideLimits> | undefined;
  /** `auto` by default. */
  readonly reader?: ReaderChoice | undefined;
  /** Of OpenSlide's library, where it lies in an unusual place. */
  readonly openslidePath?: string | undefined;
}

/**
 * Opens a slide and decodes it in this process: only for one that may die of a hostile file. Everybody else uses
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
    if (!library) throw needsOpenSlide('These');
    await checkAsTiff(path, limits);
    return openOpenSlide(library, path, limits);
  }
  try {
    return await openSharpSlide(path, limits);
  } catch (error) {
    if (reader === 'sharp' || !(error instanceof SlideError)) throw error;
    return openForeign(path, error, limits, openslidePath);
  }
}

/** What sharp refused: another format, or a damaged file. Only the former is OpenSlide's business. */
async function openForeign(
  path: string,
  refusal: SlideError,
  limits: SlideLimits,
  openslidePath: string | undefined,
): Promise<SlideReader> {
  const format = refusal.code === 'NOT_A_SLIDE' ? await foreignFormat(path) : null;
  if (format === null && !mayBeForeign.has(refusal.code)) throw refusal;
  const library = loadOpenSlide(openslidePath);
  if (!library) throw format === null ? refusal : needsOpenSlide(format);
  if (format === null && refusal.code !== 'NEEDS_OPENSLIDE' && !(await isForeignVendor(library, path))) throw refusal;
  return openOpenSlide(library, path, limits);
}

/** An NDPI past 4 GB looks cut off to whoever takes it for an ordinary TIFF. */
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

/** A TIFF meets the same checks before OpenSlide as before sharp; other files go on as they are. */
async function checkAsTiff(path: string, limits: SlideLimits): Promise<void> {
  try {
    const { directories } = await readTiffHeader(path, limits.maxDirectories);
    const pixels = (directories[0]?.width ?? 0) * (directories[0]?.height ?? 0);
    if (pixels > limits.maxTiledPixels) {
      throw new SlideError('TOO_LARGE', `The file claims more than ${limits.maxTiledPixels} pixels.`);
    }
  } catch (error) {
    if (!(error instanceof SlideError) || error.code === 'NOT_A_SLIDE') return;
    const library = loadOpenSlide();
    if (library && (await isForeignVendor(library, path))) return;
    throw error;
  }
}
