import { type SeriesStyle } from './series-style.ts';
import { boldWidth } from './text-width.ts';

/** What happens to a patient at a moment; drawn in this order, so that an end is never hidden. */
export const swimmerMarks = ['cycle', 'partial', 'complete', 'progression', 'ongoing', 'death'] as const;
export type SwimmerMark = (typeof swimmerMarks)[number];

/** A bar: one patient from time zero on. */
export interface SwimmerLane {
  readonly id: string;
  readonly name: string;
  readonly style: SeriesStyle;
  /** Length of the bar. */
  readonly months: number;
  readonly marks: readonly { readonly mark: SwimmerMark; readonly months: number }[];
  /** The whole bar in words. */
  readonly spoken: string;
}

export interface SwimmerKey {
  readonly label: string;
  /** A colour of bars, or a mark. */
  readonly of: SeriesStyle | SwimmerMark;
}

/** Where each entry of the key is: in lines of this width, from left to right. */
export function keyPlaces(
  keys: readonly SwimmerKey[],
  widthPx: number,
): { readonly x: number; readonly line: number }[] {
  let [x, line] = [0, 0];
  return keys.map(({ label }) => {
    const own = keySymbolPx + boldWidth(label) + keyGapPx;
    if (x > 0 && x + own > widthPx) [x, line] = [0, line + 1];
    const place = { x, line };
    x += own;
    return place;
  });
}

export const keySymbolPx = 22;
const keyGapPx = 16;
