import { type BestResponse, type ChangeAxis, changeY, type FacetPlace } from './change-plot-data.ts';

export interface WaterfallBar {
  readonly id: string;
  readonly response: BestResponse;
  /** As a fraction: -0.3 is 30 % smaller. */
  readonly change: number;
  /** The whole bar in words. */
  readonly spoken: string;
}

/** Bars of one group from the largest growth to the largest shrinkage. */
export interface WaterfallFacet {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly color: string;
  readonly bars: readonly WaterfallBar[];
}

/** Where a bar is, with a hair of space between bars that are wide enough for it. */
export function barPlace(i: number, bars: number, { x, width }: FacetPlace): { left: number; width: number } {
  const step = width / Math.max(1, bars);
  const space = step >= 4 ? 1 : step >= 2.5 ? 0.5 : 0;
  return { left: x + i * step + space / 2, width: step - space };
}

/** The bar under a point; null where the group has none. */
export function barAt(pointX: number, bars: number, { x, width }: FacetPlace): number | null {
  if (bars === 0) return null;
  return Math.min(bars - 1, Math.max(0, Math.floor(((pointX - x) / width) * bars)));
}

const digits = (value: number) => String(Math.round(value * 100) / 100);

/** All bars of one response as one path: thousands of patients stay one element. A change of 0 is a hairline. */
export function barsPath(
  bars: readonly WaterfallBar[],
  response: BestResponse,
  axis: ChangeAxis,
  place: FacetPlace,
): string {
  const zero = changeY(0, axis, place);
  return bars
    .flatMap((bar, i) => {
      if (bar.response !== response) return [];
      const { left, width } = barPlace(i, bars.length, place);
      const end = changeY(bar.change, axis, place);
      const [top, height] = [Math.min(zero, end), Math.max(1, Math.abs(zero - end))];
      return [`M${digits(left)} ${digits(top)}h${digits(width)}v${digits(height)}h${digits(-width)}z`];
    })
    .join('');
}

/** Height of the lane of one response below the plot. */
export const lanePx = 11;

/** A mark for each bar in the lane of its response: what is read without colour, however narrow the bars are. */
export function lanePath(
  bars: readonly WaterfallBar[],
  response: BestResponse,
  top: number,
  place: FacetPlace,
): string {
  return bars
    .flatMap((bar, i) => {
      if (bar.response !== response) return [];
      const { left, width } = barPlace(i, bars.length, place);
      return [`M${digits(left)} ${digits(top + 2)}h${digits(width)}v${lanePx - 4}h${digits(-width)}z`];
    })
    .join('');
}

/** Arrowheads on bars that were cut at the end of the axis. */
export function cutMarks(bars: readonly WaterfallBar[], { to }: ChangeAxis, place: FacetPlace): string {
  return bars
    .flatMap((bar, i) => {
      if (bar.change <= to) return [];
      const { left, width } = barPlace(i, bars.length, place);
      const middle = left + width / 2;
      return [`M${digits(middle - 3.5)} ${digits(place.y - 1)}h7l-3.5 -5z`];
    })
    .join('');
}
