/** A line of a forest: everybody, the name of a variable, or one of its subgroups. */
export interface ForestLine {
  readonly id: string;
  readonly kind: 'all' | 'heading' | 'subgroup';
  readonly name: string;
  /** Events and patients of the reference and of the comparison, in words; null on a heading. */
  readonly sides: readonly [reference: string, comparison: string] | null;
  /** Events of both, by which the square is sized. */
  readonly events: number;
  readonly ratio: ForestRatio | null;
  /** The ratio with its limits in words, or the sign for one that is not estimable; empty on a heading. */
  readonly ratioText: string;
  /** On a heading: p of the interaction, in words. */
  readonly interaction: string | null;
  /** The whole line in words, for who does not see it. */
  readonly spoken: string;
}

export interface ForestRatio {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** The axis of ratios, which is logarithmic. */
export interface ForestAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** Limits beyond these are drawn as arrows: wider axes show nothing but the widest interval. */
const widest = { from: 1 / 20, to: 20 } as const;
/** Shown at least, so that a forest of near-equal ratios does not look like one of large differences. */
const narrowest = { from: 1 / 2, to: 2 } as const;
const marks = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20] as const;

/** The axis from the mark below the least limit to the mark above the greatest. */
export function axisOf(lines: readonly ForestLine[]): ForestAxis {
  const ratios = lines.flatMap(({ ratio }) => (ratio ? [ratio] : []));
  const least = Math.min(narrowest.from, ...ratios.map(({ lower }) => lower));
  const most = Math.max(narrowest.to, ...ratios.map(({ upper }) => upper));
  const from = marks.findLast((mark) => mark <= least) ?? widest.from;
  const to = marks.find((mark) => mark >= most) ?? widest.to;
  return { from, to, ticks: marks.filter((mark) => mark >= from && mark <= to) };
}

/** The place of a ratio as a share of the axis, from 0 to 1; what lies beyond is at its end. */
export function shareOf(ratio: number, { from, to }: ForestAxis): number {
  const share = Math.log(ratio / from) / Math.log(to / from);
  return Math.min(1, Math.max(0, share));
}

/** The marks for which there is room, 1 among them. */
export function ticksWithin(axis: ForestAxis, widthPx: number): number[] {
  const room = 26;
  const xOf = (tick: number) => shareOf(tick, axis) * widthPx;
  const kept = [1];
  const before = axis.ticks.filter((tick) => tick < 1).toReversed();
  const after = axis.ticks.filter((tick) => tick > 1);
  for (const side of [before, after]) {
    let last = 1;
    for (const tick of side) {
      if (Math.abs(xOf(tick) - xOf(last)) < room) continue;
      kept.push(tick);
      last = tick;
    }
  }
  return kept.toSorted((a, b) => a - b);
}

/** The side of a square, in pixels: its area grows with the number of events. */
export function squareSide(events: number, mostEvents: number): number {
  return mostEvents > 0 ? 4 + 9 * Math.sqrt(events / mostEvents) : 4;
}
