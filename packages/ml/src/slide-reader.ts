/** One resolution of a slide. Level 0 is the full resolution. */
export interface SlideLevel {
  readonly width: number;
  readonly height: number;
  /** Level-0 pixels per pixel of this level; 1 at level 0. */
  readonly downsample: number;
}

/** A rectangle to read: `x`, `y` in level-0 pixels (top left), `width`, `height` in pixels of `level`. */
export interface RegionRequest {
  readonly x: number;
  readonly y: number;
  readonly level: number;
  readonly width: number;
  readonly height: number;
}

/** An open slide. One reader may serve many reads at once; label and macro images are never reachable through it. */
export interface SlideReader {
  readonly width: number;
  readonly height: number;
  /** Descending resolution; `levels[0]` is the full image. */
  readonly levels: readonly SlideLevel[];
  /** Level-0 microns per pixel, or null where the file does not say. */
  readonly micronsPerPixel: number | null;
  /** Objective magnification such as 20 or 40, or null where the file does not say. */
  readonly objectivePower: number | null;
  /** `aperio` or `generic-tiff`. */
  readonly vendor: string;
  /**
   * Reads a rectangle as 8-bit RGB, `[height, width, 3]`, rows top to bottom. Outside the slide it is white.
   *
   * @throws SlideError UNREADABLE when the pixels cannot be decoded, TOO_LARGE past the per-read limit.
   * @throws RangeError on a level or a rectangle that is not made of sane integers.
   */
  readRgb(request: RegionRequest, signal?: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Limits that a hostile header runs into before any pixel is decoded. */
export interface SlideLimits {
  /** Pixels of level 0 when the file is tiled. */
  readonly maxTiledPixels: number;
  /** Pixels of level 0 when it is not: such a file is decoded from the top for every read. */
  readonly maxUntiledPixels: number;
  /** Image directories, pyramid levels and associated images together. */
  readonly maxDirectories: number;
  /** Pixels that one `readRgb` may return. */
  readonly maxReadPixels: number;
  /** Seconds that one `readRgb` may take. */
  readonly maxReadSeconds: number;
}

export const defaultSlideLimits: SlideLimits = {
  maxTiledPixels: 40e9,
  maxUntiledPixels: 400e6,
  maxDirectories: 64,
  maxReadPixels: 64e6,
  maxReadSeconds: 60,
};
