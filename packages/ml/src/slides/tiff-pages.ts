import { profileName } from './icc-profile.ts';
import { type SlideLevel } from './slide-reader.ts';
import { type TiffDirectory } from './tiff-header.ts';
import { isWrapped } from './wrapped/wrapped-description.ts';

/** A level together with its position in the file. */
export interface TiffLevel extends SlideLevel {
  readonly directory: TiffDirectory;
  readonly page: number;
  /** Index of the SubIFD of that page; -1 for the page itself. */
  readonly subIfd: number;
}

export interface TiffPages {
  /** The slide, then the same picture at decreasing resolution. */
  readonly levels: readonly [TiffLevel, ...TiffLevel[]];
  /** Names of the other pages, which are never read. */
  readonly associatedImages: readonly string[];
}

const REDUCED = 1;
const PAGE = 2;
const MASK = 4;
const APERIO_MACRO = 8;

export const isAperio = ({ description }: TiffDirectory): boolean => description.startsWith('Aperio');

/** As `SlideFacts.colourProfile`. */
export const tiffProfileName = ({ iccProfile }: TiffDirectory): string | null =>
  iccProfile === null ? null : profileName(iccProfile);

/**
 * Separates the levels of a slide from its label, macro, thumbnail, masks and other slides in the same file, by the
 * tags of the format. A page without the tags of a level is not one, whatever its shape: a label can show a name.
 *
 * In a TIFF the levels are the SubIFDs of the first image or, if it has none, the pages after it that NewSubfileType
 * marks as reduced, up to the next image of full resolution. In an Aperio file they are the tiled pages, all of type 0;
 * type 1 is its label, 9 its macro, and reduced pages count only if no page has type 0 (an Aperio file rewritten by
 * another program).
 *
 * @param directories - at least one.
 *
 * Source: TIFF 6.0, NewSubfileType; OME-TIFF 6, sub-resolutions; OpenSlide's readers of Aperio and generic TIFF.
 */
export function tiffPages(directories: readonly [TiffDirectory, ...TiffDirectory[]]): TiffPages {
  const aperio = isAperio(directories[0]);
  const basePage = aperio ? 0 : Math.max(0, directories.findIndex(isFullResolution));
  const base = directories[basePage] ?? directories[0];
  const isLevel = (directory: TiffDirectory): boolean => isSmallerCopy(directory, base);
  const place = (directory: TiffDirectory, page: number, subIfd = -1): TiffLevel => ({
    width: directory.width,
    height: directory.height,
    downsample: directory === base ? 1 : (base.width / directory.width + base.height / directory.height) / 2,
    directory,
    page,
    subIfd,
  });
  const subLevels = base.subDirectories
    .map((directory, subIfd) => place(directory, basePage, subIfd))
    .filter(({ directory }) => isLevel(directory) && (directory.subfileType & ~REDUCED) === 0);
  const pages = directories.map((directory, page) => place(directory, page));
  const smaller = subLevels.length > 0 ? subLevels : (aperio ? aperioLevels : reducedPages)(pages, basePage);
  const levels = smaller
    .filter(({ directory }) => isLevel(directory))
    .sort((one, other) => one.downsample - other.downsample)
    // Two of the same size cannot both belong to this slide.
    .filter(({ width }, i, all) => width !== all[i - 1]?.width);
  const taken = new Set(levels.map(({ directory }) => directory));
  const others = pages.filter(({ directory }) => directory !== base && !taken.has(directory));
  return {
    levels: [place(base, basePage), ...levels],
    associatedImages: others.map(({ directory, page }) => nameOf(directory, page, aperio)),
  };
}

function isFullResolution({ subfileType, photometric }: TiffDirectory): boolean {
  return (subfileType & (REDUCED | MASK)) === 0 && photometric !== MASK;
}

/** Up to the next image of full resolution, whose smaller copies follow it. */
function reducedPages(pages: readonly TiffLevel[], basePage: number): TiffLevel[] {
  const next = pages.findIndex(({ directory, page }) => page > basePage && isFullResolution(directory));
  return pages
    .slice(0, next < 0 ? undefined : next)
    .filter(({ directory, page }) => page > basePage && (directory.subfileType & ~PAGE) === REDUCED);
}

function aperioLevels(pages: readonly TiffLevel[]): TiffLevel[] {
  const tiled = pages.filter(({ directory, page }) => page > 0 && directory.tileWidth !== null);
  const unmarked = tiled.filter(({ directory }) => directory.subfileType === 0);
  return unmarked.length > 0 ? unmarked : tiled.filter(({ directory }) => directory.subfileType === REDUCED);
}

function isSmallerCopy(directory: TiffDirectory, base: TiffDirectory): boolean {
  if (directory === base || directory.width >= base.width || namedIn(directory) !== undefined) return false;
  const sameLayout = (directory.tileWidth === null) === (base.tileWidth === null);
  const sameSamples =
    directory.samplesPerPixel === base.samplesPerPixel && directory.bitsPerSample === base.bitsPerSample;
  // Halving rounds each side, so a small level may be off by a pixel either way.
  const height = (base.height * directory.width) / base.width;
  const sameShape = Math.abs(height - directory.height) <= 1.5 + directory.height * 0.005;
  return sameLayout && sameSamples && sameShape && directory.photometric !== MASK;
}

function namedIn({ description }: TiffDirectory): string | undefined {
  // What the portal has written lists the pictures that it has left out.
  if (isWrapped({ description })) return undefined;
  return /\b(label|macro|thumbnail)\b/i.exec(description)?.[1]?.toLowerCase();
}

/** GT450 scanners do not name label and macro: their NewSubfileType does. An Aperio file's second page is its thumbnail. */
function nameOf(directory: TiffDirectory, page: number, aperio: boolean): string {
  const named = namedIn(directory);
  if (named !== undefined) return named;
  if (aperio && directory.subfileType === (APERIO_MACRO | REDUCED)) return 'macro';
  if ((directory.subfileType & MASK) !== 0 || directory.photometric === MASK) return 'mask';
  if (aperio && directory.tileWidth === null) {
    if (page === 1) return 'thumbnail';
    if (directory.subfileType === REDUCED) return 'label';
  }
  return `image ${page + 1}`;
}
