import { SlideError } from '../errors.ts';
import { NeedsOpenSlide } from './slide-format.ts';
import { isJpeg2000, JPEG } from './blocks/read-blocks.ts';
import { type TiffDirectory } from './tiff-header.ts';
import { isAperio } from './tiff-pages.ts';
import { isWrapped } from './wrapped/wrapped-description.ts';

const UNCOMPRESSED = 1;
const RGB = 2;
const YCBCR = 6;
const LARGEST_STRIP_PIXELS = 400e6;

/** Lossless compressions that sharp's build of libvips and libtiff decodes. */
const lossless = new Set([UNCOMPRESSED, 5, 8, 32_773, 32_946]);

/** Others by name. Source: TIFF 6.0, libtiff's tiff.h, Aperio's numbers of JPEG 2000. */
const compressionNames: Readonly<Record<number, string>> = {
  2: 'CCITT',
  3: 'CCITT fax 3',
  4: 'CCITT fax 4',
  6: 'old-style JPEG',
  9: 'JBIG',
  34_887: 'LERC',
  34_892: 'lossy JPEG',
  34_925: 'LZMA',
  34_933: 'PNG',
  34_934: 'JPEG XR',
  50_000: 'zstd',
  50_001: 'WebP',
  50_002: 'JPEG XL',
  52_546: 'JPEG XL',
};

const photometricNames: Readonly<Record<number, string>> = {
  0: 'grey',
  1: 'grey',
  3: 'a palette',
  4: 'a mask',
  5: 'CMYK',
  8: 'CIELab',
  9: 'ICCLab',
  10: 'ITULab',
  32_803: 'a raw sensor pattern',
  32_844: 'LogL',
  32_845: 'LogLuv',
};

/**
 * Why sharp must not decode an image of a TIFF: it would fail, or worse, give wrong pixels. Only 8-bit RGB passes, with
 * or without opacity, in the combinations that made-slides.test.ts compares with known pixels.
 *
 * @returns NOT_A_SLIDE for a picture of another kind, NEEDS_OPENSLIDE for a storage that OpenSlide may know, UNREADABLE for
 *   blocks that are missing; null if sharp decodes it.
 */
export function sharpRefusal(directory: TiffDirectory): SlideError | null {
  return refusedKind(directory) ?? refusedStorage(directory) ?? refusedBlocks(directory);
}

/** Whether pixels may be transparent, to be shown over white. */
export function hasAlpha({ samplesPerPixel, extraSample }: TiffDirectory): boolean {
  return samplesPerPixel === 4 && (extraSample === 1 || extraSample === 2);
}

/**
 * Why OpenSlide must not read a plain or Aperio TIFF that sharp would refuse or read differently: OpenSlide mirrors
 * each tile separately if the orientation is not 1, and takes any fourth channel for opacity.
 */
export function openSlideRefusal(directory: TiffDirectory): SlideError | null {
  const kind = refusedKind(directory);
  if (kind !== null) return kind;
  if (directory.orientation !== 1 && directory.compression !== JPEG) {
    const said = `Its Orientation is ${directory.orientation}`;
    return new SlideError('UNREADABLE', `${said}: OpenSlide would turn each tile by itself. It can be stored with 1.`);
  }
  if (directory.samplesPerPixel === 4 && !hasAlpha(directory)) {
    return new SlideError(
      'UNREADABLE',
      'The file does not say what its fourth channel is; OpenSlide takes it for opacity.',
    );
  }
  return isAperio(directory) ? null : refusedBlocks(directory);
}

function refusedKind(directory: TiffDirectory): SlideError | null {
  const { photometric, bitsPerSample, samplesPerPixel, sampleFormat } = directory;
  const refuse = (said: string, way = '') =>
    new SlideError('NOT_A_SLIDE', `The first image of the file is ${said}; a slide is 8-bit RGB.${way}`);
  if (bitsPerSample === 16 && sampleFormat === 1 && photometric === RGB) {
    return refuse(
      'of 16 bits a sample',
      ' Export it with 8 bits: vips cast slide.tif out.tif uchar --shift, or QuPath.',
    );
  }
  if (photometric !== RGB && photometric !== YCBCR) {
    const name = photometricNames[photometric] ?? `of an unknown kind (PhotometricInterpretation ${photometric})`;
    return refuse(name, wayOfChannels(directory));
  }
  if (bitsPerSample !== 8) return refuse(`of ${bitsPerSample} bits a sample`);
  if (sampleFormat !== 1) return refuse(`of numbers with sign or fraction (SampleFormat ${sampleFormat})`);
  if (samplesPerPixel !== 3 && samplesPerPixel !== 4) return refuse(`of ${samplesPerPixel} samples a pixel`);
  return null;
}

/** OME-TIFF of a bright-field slide whose colours are pages of their own: what puts them together. */
function wayOfChannels({ description, samplesPerPixel }: TiffDirectory): string {
  const isThree = /<(?:\w+:)?Pixels\b[^>]*\bSizeC="3"/.test(description);
  if (!isThree || samplesPerPixel !== 1) return '';
  return ' Its three channels are images of their own: raw2ometiff --rgb writes them as one, or QuPath exports it as RGB.';
}

function refusedStorage(directory: TiffDirectory): SlideError | null {
  const { compression, photometric, planar, samplesPerPixel, fillOrder, tileWidth, blocks } = directory;
  const isJpeg = compression === JPEG || isJpeg2000(compression);
  if (!isJpeg && !lossless.has(compression)) {
    return new NeedsOpenSlide(`${compressionNames[compression] ?? `Compression ${compression}`} TIFF`);
  }
  if (isJpeg && samplesPerPixel !== 3) return new NeedsOpenSlide('Four-channel JPEG');
  if (!isJpeg && photometric === YCBCR) return new NeedsOpenSlide('Uncompressed YCbCr');
  if (planar !== 1 && (isJpeg || tileWidth !== null))
    return new NeedsOpenSlide('Planar TIFF (each colour in tiles of its own)');
  if (fillOrder !== 1) return new NeedsOpenSlide('Bit-reversed TIFF (FillOrder 2)');
  if (isJpeg && blocks.width * blocks.height > LARGEST_STRIP_PIXELS) {
    return new SlideError('TOO_LARGE', 'A strip of the file is too large to be decoded.');
  }
  return null;
}

/**
 * Too few or empty blocks: libtiff leaves their pixels black, or whatever was in memory. In a file that the portal has
 * written, an empty one is a place that was not scanned.
 */
function refusedBlocks(directory: TiffDirectory): SlideError | null {
  if (isWrapped(directory)) return null;
  const { width, height, planar, samplesPerPixel, blocks } = directory;
  const planes = planar === 2 ? samplesPerPixel : 1;
  const expected = Math.ceil(width / blocks.width) * Math.ceil(height / blocks.height) * planes;
  const name = directory.tileWidth === null ? 'strips' : 'tiles';
  const size = `an image of ${width} x ${height} pixels`;
  if (blocks.offsets.length < expected || blocks.counts.length < expected) {
    const listed = Math.min(blocks.offsets.length, blocks.counts.length);
    return new SlideError('UNREADABLE', `The file lists ${listed} of the ${expected} ${name} of ${size}.`);
  }
  if (directory.compression === UNCOMPRESSED) {
    const short = blocks.counts.findIndex((count, i) => count > 0 && count < bytesOfBlock(directory, i));
    if (short >= 0) {
      const [has, needs] = [blocks.counts[short], bytesOfBlock(directory, short)];
      return new SlideError('UNREADABLE', `One of the ${name} of ${size} has ${has} bytes of ${needs}.`);
    }
  }
  const empty = blocks.counts.slice(0, expected).filter((count) => count === 0).length;
  if (empty === 0) return null;
  // Scanners leave out tiles without tissue; OpenSlide fills them from the next level, or as background.
  if (isAperio(directory) && empty < expected) return new NeedsOpenSlide(`Aperio (with ${empty} tiles left out)`);
  return new SlideError('UNREADABLE', `${empty} of the ${expected} ${name} of ${size} have no bytes in the file.`);
}

/** Of an uncompressed block. libtiff reads past the end of one that is too short, into whatever follows it. */
function bytesOfBlock({ height, planar, samplesPerPixel, tileWidth, blocks }: TiffDirectory, index: number): number {
  const down = Math.ceil(height / blocks.height);
  const isLastStrip = tileWidth === null && index % down === down - 1;
  const rows = isLastStrip ? height - (down - 1) * blocks.height : blocks.height;
  return blocks.width * rows * (planar === 2 ? 1 : samplesPerPixel);
}
