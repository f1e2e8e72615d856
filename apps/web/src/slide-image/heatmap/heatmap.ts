import { type PatchFinder, type Region, type SensitivityMap } from './sensitivity-map.ts';

/** Values of patches shown over the slide, and their controls. */
export interface Heatmap extends HeatmapContent, HeatmapControls {
  readonly finder: PatchFinder;
  /** Index of the selected patch; null before. */
  readonly chosen: number | null;
  /** Where the viewer is asked to go; a new object each time. */
  readonly target: Region | null;
  /** Goes to a patch, or to all of its block. */
  readonly goTo: (index: number, region?: Region) => void;
  /** Goes to the next weaker (1) or stronger (-1) patch, starting at the strongest. */
  readonly step: (by: 1 | -1) => void;
}

/** What is shown: how a patch pushes the score, or where the head looks. */
export interface HeatmapContent {
  readonly kind: 'sensitivity' | 'attention';
  /** Changes of PRPS, or attention relative to an even share. */
  readonly map: SensitivityMap;
  /** Of sensitivity: the colours run from minus this to plus this. */
  readonly scale: number;
  /** Of attention: the rank of each patch in percent, which its colour follows. */
  readonly percentile: readonly number[] | null;
  readonly positiveClass: string;
  readonly negativeClass: string;
  readonly isSynthetic: boolean;
  readonly colourAt: (index: number) => string;
  /** Written on a patch, so that the direction does not depend on colour alone. */
  readonly signAt: (index: number) => '+' | '−' | null;
  /** Whether lines separate the blocks. */
  readonly hasLines: boolean;
}

/** The same for whichever heatmap is shown. */
export interface HeatmapControls {
  readonly isShown: boolean;
  readonly toggle: () => void;
  /** 0 to 1. */
  readonly opacity: number;
  readonly setOpacity: (opacity: number) => void;
  /** Whether the slide without colours is shown beside it. */
  readonly isBeside: boolean;
  readonly toggleBeside: () => void;
}
