import { type Statement, statement } from '@haim/schema';
import { type DropCount, NotScorable } from '../errors.ts';
import { type Manifest } from '../models/manifest.ts';
import { type DropReason } from '../pixels/quality.ts';
import { insideRoi, type Region } from '../rois/roi.ts';

/** One square of the grid, at its level-0 corner. `reason` is null until it is dropped. */
export interface GridPatch {
  readonly x: number;
  readonly y: number;
  readonly reason: DropReason | null;
}

export interface PatchGrid {
  /** Side of a patch in level-0 pixels. */
  readonly sizePx: number;
  /** Order y, then x. Patches that would reach past the slide are not part of the grid. */
  readonly patches: readonly GridPatch[];
  /** Set if the slide's scale differs from the model's. */
  readonly warning: Statement | null;
}

export interface GridOptions {
  readonly width: number;
  readonly height: number;
  /** Of level 0. */
  readonly micronsPerPixel: number;
  readonly patch: Manifest['patch'];
  readonly minTissueFraction: number;
  /** Tissue in a level-0 square, 0 to 1. */
  readonly tissueFraction: (x: number, y: number, sizePx: number) => number;
  /** A patch belongs to the region if its centre does; absent: the whole slide. */
  readonly roi?: readonly Region[] | undefined;
}

/** Beyond this most pixels would be interpolated. */
const MAX_ENLARGEMENT = 4;

/**
 * Lays non-overlapping patches over the slide, from its top left corner, at the model's physical size.
 *
 * @throws NotScorable if the slide is more than four times coarser than the model needs.
 */
export function patchGrid(options: GridOptions): PatchGrid {
  const { width, height, micronsPerPixel, patch, minTissueFraction, tissueFraction, roi } = options;
  const ratio = micronsPerPixel / patch.micronsPerPixel;
  if (ratio > MAX_ENLARGEMENT) {
    const scales = `${micronsPerPixel} microns per pixel; the model needs ${patch.micronsPerPixel}`;
    throw new NotScorable(`The slide is too coarse: ${scales}.`, []);
  }
  const isSameScale = Math.abs(ratio - 1) <= patch.tolerance;
  const sizePx = isSameScale ? patch.px : Math.max(1, Math.round(patch.px / ratio));
  const isInRoi = roi && insideRoi(roi);
  const patches: GridPatch[] = [];
  for (let y = 0; y + sizePx <= height; y += sizePx) {
    for (let x = 0; x + sizePx <= width; x += sizePx) {
      patches.push({ x, y, reason: dropReason(x, y) });
    }
  }
  const warning = isSameScale
    ? null
    : statement('patchesResampled', { slide: micronsPerPixel, model: patch.micronsPerPixel });
  return { sizePx, patches, warning };

  function dropReason(x: number, y: number): DropReason | null {
    if (isInRoi && !isInRoi(x + sizePx / 2, y + sizePx / 2)) return 'outsideRoi';
    return tissueFraction(x, y, sizePx) < minTissueFraction ? 'background' : null;
  }
}

/** How many patches were dropped for each reason, in the order in which the reasons first appear. */
export function countDropped(patches: readonly Pick<GridPatch, 'reason'>[]): DropCount[] {
  const counts = new Map<string, number>();
  for (const { reason } of patches) {
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
