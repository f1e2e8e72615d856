import { openSharpSlide } from './sharp-slide.ts';
import { defaultSlideLimits, type SlideLimits, type SlideReader } from './slide-reader.ts';

/**
 * Opens a slide with the reader that suits it. Today that is sharp for every file: pyramidal TIFF and JPEG-compressed
 * Aperio SVS; other formats are refused as NOT_A_SLIDE.
 *
 * @param path - file on disk; never repeated in an error message.
 * @param limits - any of SlideLimits to override the defaults (40 gigapixels tiled, 0.4 untiled).
 * @throws SlideError NOT_A_SLIDE, TRUNCATED, EMPTY, TOO_LARGE or UNREADABLE.
 */
export function openSlide(path: string, limits: Partial<SlideLimits> = {}): Promise<SlideReader> {
  return openSharpSlide(path, { ...defaultSlideLimits, ...limits });
}
