import { cssColour } from '../heatmap/colour-scale.ts';
import { type Heatmap } from '../heatmap/heatmap.ts';
import { type SensitivityMap } from '../heatmap/sensitivity-map.ts';

/** Below this share of the scale a sign would only distract. */
const signFromShare = 0.1;

/** Two heatmaps of one slide in the same colours: A on the left of the divider or around the lens, B on the other side. */
export interface Pair {
  readonly a: Heatmap;
  readonly b: Heatmap;
}

/**
 * Two heatmaps of the same kind under one scale. Ranks of attention have one already; changes of PRPS get the larger of
 * their two, so that a colour means the same number on both sides.
 */
export function underOneScale(a: Heatmap, b: Heatmap): Pair {
  if (a.kind === 'attention') return { a, b };
  const scale = Math.max(a.scale, b.scale);
  return { a: withScale(a, scale), b: withScale(b, scale) };
}

function withScale(heatmap: Heatmap, scale: number): Heatmap {
  const shareAt = (index: number): number => (scale > 0 ? (heatmap.map.value[index] ?? 0) / scale : 0);
  return {
    ...heatmap,
    scale,
    colourAt: (index) => cssColour(shareAt(index)),
    signAt: (index) => (Math.abs(shareAt(index)) < signFromShare ? null : shareAt(index) > 0 ? '+' : '−'),
  };
}

export interface PatchDifference {
  readonly x: number;
  readonly y: number;
  /** Index of the patch in the map of A. */
  readonly index: number;
  readonly a: number;
  readonly b: number;
  /** B minus A. */
  readonly difference: number;
}

export interface Differences {
  /** Of the patches that both have, the largest difference first; ties in the order y, then x. */
  readonly rows: readonly PatchDifference[];
  readonly onlyInA: number;
  readonly onlyInB: number;
}

/** Patch by patch; null where the two runs cut the slide into patches of another size, which do not correspond. */
export function differencesOf(a: SensitivityMap, b: SensitivityMap): Differences | null {
  if (Math.abs(a.sizePx - b.sizePx) > 1e-6) return null;
  const inB = new Map(b.x.map((x, index) => [`${x},${b.y[index]}`, b.value[index] ?? 0]));
  const rows = a.x.flatMap((x, index): PatchDifference[] => {
    const [y, own] = [a.y[index] ?? 0, a.value[index] ?? 0];
    const other = inB.get(`${x},${y}`);
    return other === undefined ? [] : [{ x, y, index, a: own, b: other, difference: other - own }];
  });
  rows.sort((one, two) => Math.abs(two.difference) - Math.abs(one.difference) || one.y - two.y || one.x - two.x);
  return { rows, onlyInA: a.x.length - rows.length, onlyInB: b.x.length - rows.length };
}
