import { type Statement } from '@haim/schema';
import { type DropCount } from '../errors.ts';
import { type LoadedModel } from '../models/load-model.ts';
import { type Weights } from '../models/manifest.ts';
import { type PatchGrid } from '../patches/patches.ts';
import { type DropReason } from '../pixels/quality.ts';
import { type Region } from '../rois/roi.ts';
import { type Provider, type RanProvider } from '../sessions/session.ts';
import { type SlideDecoders } from '../decoders/slide-decoders.ts';
import { type ReaderChoice, type ReaderName, type SlideLimits } from '../slides/slide-reader.ts';

export interface ScoreProgress {
  readonly stage: 'hashing' | 'tiling' | 'features' | 'score';
  readonly done: number;
  readonly total: number;
}

/** Hears of the patches while a bag is made; never of one that is reused. What it does must be quick. */
export interface PatchWatch {
  /** Once, before the first patch is read: a patch without a reason is still to be judged. */
  readonly onGrid: (grid: PatchGrid) => void;
  /** A patch of the grid by its index: its features are there, or why it was dropped. */
  readonly onJudged: (place: number, reason: DropReason | null) => void;
}

export interface ScoreSlideOptions {
  readonly slidePath: string;
  /** If already known; otherwise the file is hashed first. */
  readonly slideSha256?: string | undefined;
  readonly model: LoadedModel;
  /** Bags are stored here and reused. */
  readonly bagDir: string;
  /** `auto` by default. */
  readonly provider?: Provider | undefined;
  /** Outlines in level-0 pixels; absent: the whole tissue. */
  readonly roi?: readonly Region[] | undefined;
  /** For a slide that does not state its scale; otherwise ignored. */
  readonly micronsPerPixel?: number | undefined;
  readonly limits?: Partial<SlideLimits> | undefined;
  /** `auto` by default: sharp if it can read the file, otherwise OpenSlide. */
  readonly reader?: ReaderChoice | undefined;
  /** Shared by a caller that scores several slides; absent: own processes, ended after this slide. */
  readonly decoders?: SlideDecoders | undefined;
  /** CPU threads of one run of a graph. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ScoreProgress) => void) | undefined;
  readonly patchWatch?: PatchWatch | undefined;
}

/** One square of the patch map, at its level-0 corner. */
export interface MappedPatch {
  readonly x: number;
  readonly y: number;
  /** Side in level-0 pixels. */
  readonly sizePx: number;
  readonly kept: boolean;
  readonly reason: DropReason | null;
}

export interface SlideScore {
  /** Probability of `positiveClass`, in [0, 1]. */
  readonly prps: number;
  readonly threshold: number;
  /** The positive class if `prps` reaches the threshold, otherwise the most probable of the others. */
  readonly predictedClass: string;
  readonly positiveClass: string;
  readonly classes: readonly string[];
  /** In the order of the classes; a single one is that of the positive class. */
  readonly logits: readonly number[];
  /** Of each kept patch, in grid order: shares that add up to 1. Null for a head that has none. */
  readonly attention: readonly number[] | null;
  /** What the attention is, for the reader; null with it. */
  readonly attentionMethod: Statement | null;
  /** `synthetic` means: demonstration weights, not a prediction. */
  readonly weights: Weights;
  readonly modelId: string;
  readonly modelSha256: string;
  readonly manifestSha256: string;
  readonly slideSha256: string;
  readonly providerAsked: Provider;
  /** The provider that made the features; for a reused bag, the one that made it. */
  readonly providerRan: RanProvider;
  readonly patches: { readonly found: number; readonly kept: number; readonly dropped: readonly DropCount[] };
  /** Grid order: y, then x. */
  readonly patchMap: readonly MappedPatch[];
  /** Level-0 scale that was used. */
  readonly micronsPerPixel: number;
  readonly roi: 'whole tissue' | readonly Region[];
  /** What read the pixels, and its version; for a reused bag, what read them at the time. */
  readonly reader: ReaderName;
  readonly readerVersion: string;
  readonly warnings: readonly Statement[];
  readonly bagReused: boolean;
  readonly seconds: StageSeconds;
  readonly versions: { readonly onnxruntime: string; readonly sharp: string; readonly libvips: string };
}

/** Total wall time and the time of each part; reading (`decode`) overlaps the session. */
export interface StageSeconds {
  readonly total: number;
  readonly hashing: number;
  readonly tiling: number;
  /** Sum over patches: reading and judging pixels. */
  readonly decode: number;
  /** Time in which the feature network was idle because no patch had been read yet; zero for a reused bag. */
  readonly starved: number;
  /** Inside ONNX Runtime, feature network and head together. */
  readonly session: number;
}
