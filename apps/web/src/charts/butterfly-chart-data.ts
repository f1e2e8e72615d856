import { type Drawing } from './figure-props.ts';
import { type SeriesStyle } from './series-style.ts';

/** Shares of 1, by the grade that a patient had at worst. */
export interface ButterflySide {
  readonly anyGrade: number | null;
  readonly gradeThreeOrMore: number | null;
}

export interface ButterflyRow {
  readonly id: string;
  readonly name: string;
  /** The reference; null where one group is drawn alone. */
  readonly left: ButterflySide | null;
  readonly right: ButterflySide;
  /** Right minus left of any grade, as shares of 1. */
  readonly difference: { readonly estimate: number; readonly lower: number; readonly upper: number } | null;
}

export interface ButterflyGroup {
  readonly name: string;
  readonly style: SeriesStyle;
}

export interface ButterflyPicture {
  readonly rows: readonly ButterflyRow[];
  readonly left: ButterflyGroup | null;
  readonly right: ButterflyGroup;
}

/** What the bars are made of, in percent: the left side is below 0, lighter grades are stacked on the severe ones. */
export interface ButterflyBars {
  readonly id: string;
  readonly name: string;
  readonly leftSevere: number;
  readonly leftMild: number;
  readonly rightSevere: number;
  readonly rightMild: number;
}

export function barsOf({ id, name, left, right }: ButterflyRow): ButterflyBars {
  const [l, r] = [partsOf(left), partsOf(right)];
  return { id, name, leftSevere: -l.severe, leftMild: -l.mild, rightSevere: r.severe, rightMild: r.mild };
}

function partsOf(side: ButterflySide | null): { readonly severe: number; readonly mild: number } {
  const any = 100 * (side?.anyGrade ?? 0);
  const severe = Math.min(any, 100 * (side?.gradeThreeOrMore ?? 0));
  return { severe, mild: any - severe };
}

/** Ends of the axis of shares in percent: the next multiple of 10, at least 10, alike on both sides. */
export function mostPercent({ rows }: ButterflyPicture): number {
  const shares = rows.flatMap(({ left, right }) => [left?.anyGrade ?? 0, right.anyGrade ?? 0]);
  return Math.max(10, Math.ceil(Math.max(0, ...shares) * 10 - 1e-9) * 10);
}

/** Ticks in percent, from -most or 0 to most, at most four on each side. */
export function percentTicks(most: number, isTwoSided: boolean): number[] {
  const step = most <= 20 ? 5 : most <= 40 ? 10 : most <= 60 ? 20 : 25;
  const right = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  return isTwoSided
    ? [
        ...right
          .slice(1)
          .map((tick) => -tick)
          .toReversed(),
        ...right,
      ]
    : right;
}

/** The end of the axis of differences, in percentage points, alike on both sides. */
export function mostPoints({ rows }: ButterflyPicture): number {
  const limits = rows.flatMap(({ difference }) => (difference ? [difference.lower, difference.upper] : []));
  return Math.max(10, Math.ceil(Math.max(0, ...limits.map(Math.abs)) * 10 - 1e-9) * 10);
}

/** Room that the share beside a bar takes: `56.6`, with its distance from the bar. */
const sharePx = 34;

/** Whether the share is written beyond the end of its bar; where the plot ends too soon it is written inside the bar. */
export function fitsBeyond(barPx: number, sidePx: number): boolean {
  return sidePx - barPx >= sharePx;
}

export interface ButterflyTexts {
  readonly x: string;
  readonly severe: string;
  readonly mild: string;
  /** Above the differences: which group minus which. */
  readonly difference: string;
  readonly points: string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
}

export interface ButterflyChartProps extends Drawing {
  readonly picture: ButterflyPicture;
  readonly texts: ButterflyTexts;
}

const butterflyRowPx = 26;
export const [butterflyHeadPx, butterflyAxisPx] = [46, 50];
export function butterflyHeight(rows: number): number {
  return butterflyHeadPx + butterflyAxisPx + Math.max(2, rows) * butterflyRowPx;
}
