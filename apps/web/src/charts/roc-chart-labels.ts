import { boldWidth } from './text-width.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A mark in pixels, with the lines of its label. */
export interface LabelledMark {
  readonly at: Point;
  readonly lines: readonly string[];
  /** Where its label is placed if nothing is in the way. */
  readonly prefers: 'below' | 'above';
}

/** What labels should not cover, in pixels. */
export interface InTheWay {
  readonly curves: readonly (readonly Point[])[];
  readonly boxes: readonly Box[];
}

export const lineHeightPx = 15;
const paddingPx = 3;
const gaps = [12, 24, 40, 60, 84, 112, 144] as const;
const sides = [
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
  [1, 0],
  [-1, 0],
] as const;

/**
 * A box for the label of each mark: beside it, within the plot, over no curve and no label placed earlier. Where
 * there is no such place, the one that covers least; among equals, the nearest.
 */
export function labelBoxes(marks: readonly LabelledMark[], plot: Box, { curves, boxes }: InTheWay): Box[] {
  const taken: Box[] = [...boxes];
  return marks.map((mark) => {
    let best: Box | null = null;
    let least = Infinity;
    for (const { box, gap } of candidates(mark)) {
      const cost =
        10_000 * Number(!isWithin(box, plot)) +
        1_000 * taken.filter((other) => overlap(box, other)).length +
        100 * curves.reduce((sum, curve) => sum + crossings(curve, box), 0) +
        gap;
      if (cost < least) [best, least] = [box, cost];
    }
    const chosen = best ?? { ...mark.at, width: 0, height: 0 };
    taken.push(chosen);
    return chosen;
  });
}

/** The preferred side first at each distance, so that it wins among equals. */
function candidates({ at, lines, prefers }: LabelledMark): { readonly box: Box; readonly gap: number }[] {
  const width = Math.max(...lines.map(boldWidth)) + 2 * paddingPx;
  const height = lineHeightPx * lines.length + 2 * paddingPx;
  const turn = prefers === 'below' ? 1 : -1;
  return gaps.flatMap((gap) =>
    sides.flatMap(([right, down]) => {
      const y = down * turn > 0 ? at.y + gap : down === 0 ? at.y - height / 2 : at.y - gap - height;
      // Diagonally a label may be close beside its mark and as far above or below it as necessary.
      const beside = down === 0 ? gap : Math.min(gap, 12);
      return { gap, box: { x: right > 0 ? at.x + beside : at.x - beside - width, y, width, height } };
    }),
  );
}

function isWithin(box: Box, plot: Box): boolean {
  return (
    box.x >= plot.x &&
    box.y >= plot.y &&
    box.x + box.width <= plot.x + plot.width &&
    box.y + box.height <= plot.y + plot.height
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** How many segments of a curve pass through a box. */
export function crossings(curve: readonly Point[], box: Box): number {
  return curve.slice(1).filter((to, i) => crosses(curve[i] ?? to, to, box)).length;
}

/** Liang and Barsky's clipping of a segment by a rectangle. */
function crosses(from: Point, to: Point, box: Box): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enters, leaves] = [0, 1];
  const edges = [
    [-dx, from.x - box.x],
    [dx, box.x + box.width - from.x],
    [-dy, from.y - box.y],
    [dy, box.y + box.height - from.y],
  ] as const;
  for (const [step, room] of edges) {
    if (step === 0 && room < 0) return false;
    if (step < 0) enters = Math.max(enters, room / step);
    if (step > 0) leaves = Math.min(leaves, room / step);
  }
  return enters <= leaves;
}
