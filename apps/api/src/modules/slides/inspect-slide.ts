import { probeSlide, type ReaderName, SlideDecoders, SlideError, thumbnail, writePyramid } from '@haim/ml';

/** The metadata of a slide file, verified by decoding parts of every level. */
export interface SlideFacts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly micronsPerPixel: number | null;
  /** Across and down, where pixels are not square. */
  readonly unequalMicrons: { readonly x: number; readonly y: number } | null;
  readonly objectivePower: number | null;
  /** Name of the ICC profile, empty if it has none; null without one. Never applied. */
  readonly colourProfile: string | null;
  readonly vendor: string;
  readonly reader: ReaderName;
  /** Images beside the slide: known by name, never decoded. */
  readonly associatedImages: readonly string[];
}

/** The time limit of an inspection, however the file is made. */
const LONGEST_MS = 9_000;
const THUMBNAIL_PX = 256;
/** A larger slide of one level takes too long to show zoomed out. */
const SLOW_TO_SHOW_PIXELS = 4e6;

/**
 * Opens a slide file in a process of its own and decodes parts of every level.
 *
 * @param pyramidPath - where to put a browsable copy, if the slide needs one.
 * @throws SlideError as packages/ml gives it; UNREADABLE also when the decoder crashes or takes too long.
 */
export async function inspectSlide(
  slidePath: string,
  pyramidPath: string,
  longestMs = LONGEST_MS,
): Promise<SlideFacts> {
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new SlideError('UNREADABLE', 'The slide cannot be read: decoding it takes too long.')),
    longestMs,
  );
  const decoders = new SlideDecoders({ processes: 1, longestMs });
  try {
    const reader = await decoders.open(slidePath, {}, deadline.signal);
    await probeSlide(reader, deadline.signal);
    const isSlowToShow = reader.levels.length === 1 && reader.width * reader.height > SLOW_TO_SHOW_PIXELS;
    if (!isSlowToShow) await thumbnail(reader, THUMBNAIL_PX, deadline.signal);
    clearTimeout(timer);
    // Decodes the whole slide, which takes minutes: only after the parts above have passed.
    if (isSlowToShow) await writePyramid(reader, slidePath, pyramidPath);
    const { width, height, micronsPerPixel, unequalMicrons, objectivePower, vendor, associatedImages } = reader;
    const { colourProfile } = reader;
    return {
      widthPx: width,
      heightPx: height,
      micronsPerPixel,
      unequalMicrons,
      objectivePower,
      colourProfile,
      vendor,
      reader: reader.reader,
      associatedImages,
    };
  } finally {
    clearTimeout(timer);
    await decoders.close();
  }
}
