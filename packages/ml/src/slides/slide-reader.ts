import type { DropReason, PatchQuality, QualitySettings } from '../pixels/quality.ts';

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

/** Which library reads a slide. */
export const readerNames = ['sharp', 'openslide'] as const;
export type ReaderName = (typeof readerNames)[number];
/** `auto`: sharp if it can read the file, otherwise OpenSlide. */
export type ReaderChoice = 'auto' | ReaderName;

/** What an open slide states about itself. */
export interface SlideFacts {
  readonly width: number;
  readonly height: number;
  /** Descending resolution; `levels[0]` is the full image. */
  readonly levels: readonly SlideLevel[];
  /** Level-0 microns per pixel, or null if the file does not state it or contradicts itself. */
  readonly micronsPerPixel: number | null;
  /** Level-0 microns per pixel across and down if they differ, so that no single number is right; otherwise null. */
  readonly unequalMicrons: { readonly x: number; readonly y: number } | null;
  /** Objective magnification such as 20 or 40, or null if the file does not state it. */
  readonly objectivePower: number | null;
  /**
   * Name of the ICC profile in the file, empty if it has none; null for a file without a profile. It is never applied:
   * people and networks see the colours as the scanner stored them.
   */
  readonly colourProfile: string | null;
  /** OpenSlide's name: `aperio`, `generic-tiff`, `hamamatsu` … */
  readonly vendor: string;
  readonly reader: ReaderName;
  /** Version of the library that reads it. */
  readonly readerVersion: string;
  /** Names of the images beside the slide, such as `label` and `macro`: known to exist but never read. */
  readonly associatedImages: readonly string[];
}

/** An open slide. One reader may serve many reads at once; label and macro images are never reachable through it. */
export interface SlideReader extends SlideFacts {
  /**
   * Reads a rectangle as 8-bit RGB, `[height, width, 3]`, rows top to bottom. Outside the slide, and where the scanner
   * made no image, it has the background colour that the file states, or white.
   *
   * @throws SlideError UNREADABLE if the pixels cannot be decoded, TOO_LARGE past the per-read limit.
   * @throws RangeError on a level or a rectangle that is not made of sane integers.
   */
  readRgb(request: RegionRequest, signal?: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
  /**
   * Present if pixels are decoded in another process: work on them is done there too, so that only the result is sent.
   */
  readonly perform?: (job: SlideJob, signal?: AbortSignal) => Promise<SlideJobResult>;
}

/** A rectangle of one level, resized, as pixels or as a picture. */
export interface RegionJob {
  readonly kind: 'region';
  readonly request: RegionRequest;
  readonly to: { readonly width: number; readonly height: number };
  readonly as: 'rgb' | 'jpeg';
}

/** Settings by which a patch is cut, judged and resized. */
export interface PatchSettings {
  /** Side of the patch at the model's scale. */
  readonly px: number;
  /** `[height, width]` of the graph's input. */
  readonly inputSize: readonly [number, number];
  /** Squares of the patch that the network sees instead of the whole of it. */
  readonly crops?: { readonly perSide: number; readonly px: number } | undefined;
  readonly quality: QualitySettings;
}

export interface PatchJob {
  readonly kind: 'patch';
  readonly x: number;
  readonly y: number;
  /** Side in level-0 pixels. */
  readonly sizePx: number;
  readonly settings: PatchSettings;
}

export interface PyramidJob {
  readonly kind: 'pyramid';
  readonly outputPath: string;
}

/** Work on an open slide that a decoder process does completely. */
export type SlideJob = RegionJob | PatchJob | PyramidJob;

export interface SlideJobResult {
  /** Pixels `[height, width, 3]`, or JPEG. */
  readonly bytes: Uint8Array;
  /** Of a patch. */
  readonly judgement?: { readonly quality: PatchQuality; readonly reason: DropReason | null };
}

/** Limits that stop a hostile header before any pixel is decoded. */
export interface SlideLimits {
  /** Maximum pixels of level 0 if the file is tiled. */
  readonly maxTiledPixels: number;
  /** Maximum pixels of level 0 if it is not: such a file is decoded from the top for every read. */
  readonly maxUntiledPixels: number;
  /** Image directories, pyramid levels and associated images together. */
  readonly maxDirectories: number;
  /** Maximum pixels that one `readRgb` may return. */
  readonly maxReadPixels: number;
  /** Maximum seconds that one `readRgb` may take. */
  readonly maxReadSeconds: number;
}

export const defaultSlideLimits: SlideLimits = {
  maxTiledPixels: 40e9,
  maxUntiledPixels: 400e6,
  maxDirectories: 64,
  maxReadPixels: 64e6,
  maxReadSeconds: 60,
};
