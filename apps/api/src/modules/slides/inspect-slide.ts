import { type ReaderName, SlideDecoders, SlideError, type SlideReader, thumbnail, writePyramid } from '@haim/ml';

/** What a slide file says of itself, proven by decoding parts of every level. */
export interface SlideFacts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly micronsPerPixel: number | null;
  readonly objectivePower: number | null;
  readonly vendor: string;
  readonly reader: ReaderName;
  /** Images beside the slide: known by name, never decoded. */
  readonly associatedImages: readonly string[];
}

/** A refusal takes no longer, however the file is made. */
const LONGEST_MS = 9_000;
const PROBE_PX = 256;
/** A larger slide of one level takes too long to show from afar. */
const SLOW_TO_SHOW_PIXELS = 4e6;

/**
 * Opens a slide file in a process of its own and decodes parts of every level.
 *
 * @param pyramidPath - where a browsable copy may be put, if the slide needs one.
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
    for (let level = 0; level < reader.levels.length; level++) await probe(reader, level, deadline.signal);
    const isSlowToShow = reader.levels.length === 1 && reader.width * reader.height > SLOW_TO_SHOW_PIXELS;
    if (!isSlowToShow) await thumbnail(reader, PROBE_PX, deadline.signal);
    clearTimeout(timer);
    // Decodes the whole slide, in minutes that the parts above have earned it.
    if (isSlowToShow) await writePyramid(reader, slidePath, pyramidPath);
    const { width, height, micronsPerPixel, objectivePower, vendor, reader: library, associatedImages } = reader;
    return {
      widthPx: width,
      heightPx: height,
      micronsPerPixel,
      objectivePower,
      vendor,
      reader: library,
      associatedImages,
    };
  } finally {
    clearTimeout(timer);
    await decoders.close();
  }
}

/** Decodes the middle, and the corner where a cut-off file ends. */
async function probe(reader: SlideReader, index: number, signal: AbortSignal): Promise<void> {
  const level = reader.levels[index];
  if (!level) return;
  const width = Math.min(PROBE_PX, level.width);
  const height = Math.min(PROBE_PX, level.height);
  for (const share of [0.5, 1]) {
    const x = Math.floor((level.width - width) * share * level.downsample);
    const y = Math.floor((level.height - height) * share * level.downsample);
    await reader.readRgb({ x, y, level: index, width, height }, signal);
  }
}
