import { type SlideReader } from './slide-reader.ts';

const PROBE_PX = 256;

/**
 * Decodes the middle of every level, and the corner where a truncated file ends, to verify what the slide states about
 * itself.
 *
 * @throws SlideError from the reader; the signal's reason when aborted.
 */
export async function probeSlide(reader: SlideReader, signal?: AbortSignal): Promise<void> {
  for (const [index, level] of reader.levels.entries()) {
    const width = Math.min(PROBE_PX, level.width);
    const height = Math.min(PROBE_PX, level.height);
    for (const share of [0.5, 1]) {
      const x = Math.floor((level.width - width) * share * level.downsample);
      const y = Math.floor((level.height - height) * share * level.downsample);
      await reader.readRgb({ x, y, level: index, width, height }, signal);
    }
  }
}
