import { type Scheme } from './series-style.ts';

/** Best responses in their order; each has a lane of its own below a waterfall and a key below a spider. */
export const bestResponses = ['CR', 'PR', 'SD', 'PD', 'NE'] as const;
export type BestResponse = (typeof bestResponses)[number];

/** The colour of a best response and how its lines are broken, so that they stay apart in greyscale print. */
export const responseStyle: Readonly<Record<Scheme, Readonly<Record<BestResponse, string>>>> = {
  light: { CR: '#00425F', PR: '#2F8FC4', SD: '#98A1A8', PD: '#C8500A', NE: '#B9A13A' },
  dark: { CR: '#A5DCFF', PR: '#3E9BD6', SD: '#8A9299', PD: '#F08A3C', NE: '#D8C15A' },
};
export const responseDash: Readonly<Record<BestResponse, string | undefined>> = {
  ...{ CR: undefined, PR: '7 2', SD: '2 2' },
  ...{ PD: '9 2 2 2', NE: '1 3' },
};

/** Changes as fractions; what lies above `to` is cut there and marked. */
export interface ChangeAxis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** The limits of PR and PD: 30 % under the baseline and 20 % above it. */
export const responseLimits = [-0.3, 0.2] as const;

/** Growth beyond this is cut: one bar of a fivefold sum would flatten all the others. */
const mostGrowth = 1;
const leastGrowth = 0.4;

/** The axis of changes: from -100 % to the next 20 % above the largest growth, at most +100 %. */
export function changeAxisOf(changes: readonly number[]): ChangeAxis {
  const most = changes.reduce((largest, change) => Math.max(largest, change), leastGrowth);
  // A multiple of 20 % that is not exact in binary is not a little more than itself.
  const to = Math.min(mostGrowth, Math.ceil(most * 5 - 1e-9) / 5);
  return { from: -1, to, ticks: [-1, -0.6, -0.3, 0, 0.2, ...(to > 0.6 ? [0.6, to] : [to])] };
}

/** The place of a group's plot, in pixels. */
export interface FacetPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FacetRoom {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Left of the plots, for the axis; above and below each, for its name and what is under it. */
  readonly axisPx: number;
  readonly headPx: number;
  readonly footPx: number;
  /** Above all plots. */
  readonly topPx: number;
}

const gapPx = 18;
const leastFacetPx = 96;
const rightPx = 8;

/** Groups are below each other where they would be too narrow beside each other. */
export function isStacked(facets: number, widthPx: number): boolean {
  return facets > 1 && (widthPx < 640 || facets > 3);
}

/**
 * Where the plots of groups are: beside each other as wide as their shares, or below each other.
 *
 * @param shares - how much each is of the whole width: its bars, so that all are of one width, or 1 for equal plots.
 */
export function facetPlaces(shares: readonly number[], room: FacetRoom): FacetPlace[] {
  const { widthPx, heightPx, axisPx, headPx, footPx, topPx } = room;
  const whole = Math.max(1, widthPx - axisPx - rightPx);
  if (isStacked(shares.length, widthPx)) {
    const each = (heightPx - topPx) / shares.length;
    const most = Math.max(1, ...shares);
    return shares.map((share, i) => ({
      x: axisPx,
      y: topPx + i * each + headPx,
      width: Math.max(leastFacetPx, (whole * share) / most),
      height: Math.max(1, each - headPx - footPx),
    }));
  }
  const room0 = whole - gapPx * (shares.length - 1);
  const sum = shares.reduce((total, share) => total + share, 0);
  const wanted = shares.map((share) => Math.max(leastFacetPx, sum === 0 ? 0 : (room0 * share) / sum));
  const scale = room0 / wanted.reduce((total, width) => total + width, 0);
  let x = axisPx;
  return wanted.map((width) => {
    const place = { x, y: topPx + headPx, width: width * scale, height: heightPx - topPx - headPx - footPx };
    x += place.width + gapPx;
    return place;
  });
}

/** The height on the page of a change, cut at the ends of the axis. */
export function changeY(change: number, { from, to }: ChangeAxis, { y, height }: FacetPlace): number {
  const share = (Math.min(to, Math.max(from, change)) - from) / (to - from);
  return y + height - share * height;
}
