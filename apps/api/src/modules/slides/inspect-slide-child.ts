// A process of its own: whatever a hostile file does to its decoder ends here, and with a time limit set by the parent.
import { openSlide, SlideError, type SlideReader, thumbnail, writePyramid } from '@haim/ml';
import { type InspectAnswer, type SlideFacts } from './inspect-slide.ts';

// A parent that was killed waits for nothing any more.
process.once('disconnect', () => process.exit(1));

const MAX_RSS_BYTES = 2e9;
const PROBE_PX = 256;
/** A larger slide of one level takes too long to show from afar. */
const SLOW_TO_SHOW_PIXELS = 4e6;

setInterval(() => {
  if (process.memoryUsage.rss() > MAX_RSS_BYTES) process.exit(1);
}, 100).unref();

const [, , slidePath = '', pyramidPath = ''] = process.argv;

async function inspect(): Promise<SlideFacts> {
  const reader = await openSlide(slidePath);
  try {
    await thumbnail(reader, PROBE_PX);
    for (let level = 0; level < reader.levels.length; level++) await probe(reader, level);
    if (reader.levels.length === 1 && reader.width * reader.height > SLOW_TO_SHOW_PIXELS) {
      await writePyramid(slidePath, pyramidPath);
    }
    const { width, height, micronsPerPixel, objectivePower, vendor } = reader;
    return { widthPx: width, heightPx: height, micronsPerPixel, objectivePower, vendor };
  } finally {
    await reader.close();
  }
}

/** Decodes the corner where a cut-off file ends, and the middle. */
async function probe(reader: SlideReader, index: number): Promise<void> {
  const level = reader.levels[index];
  if (!level) return;
  const width = Math.min(PROBE_PX, level.width);
  const height = Math.min(PROBE_PX, level.height);
  for (const share of [0.5, 1]) {
    const x = Math.floor((level.width - width) * share * level.downsample);
    const y = Math.floor((level.height - height) * share * level.downsample);
    await reader.readRgb({ x, y, level: index, width, height });
  }
}

const answer = await inspect().then(
  (facts): InspectAnswer => ({ facts }),
  (error: unknown): InspectAnswer =>
    error instanceof SlideError
      ? { refusal: { code: error.code, message: error.message } }
      : { refusal: { code: 'UNREADABLE', message: 'The slide cannot be read.' } },
);
process.send?.(answer, undefined, undefined, () => process.exit(0));
