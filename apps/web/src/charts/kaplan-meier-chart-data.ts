import { type Drawing } from './figure-props.ts';
import { type SeriesStyle } from './series-style.ts';

/** One time of the grid that all curves share; the columns of a curve are under its key. */
export interface KaplanMeierRow {
  readonly months: number;
  readonly curves: Readonly<Record<string, KaplanMeierPoint>>;
}

/** What is known of a curve at a time of the grid; every part is null after the curve's last observation. */
export interface KaplanMeierPoint {
  /** Percent surviving. */
  readonly survival: number | null;
  /** The same in two parts that meet: one with enough subjects at risk, and one with too few, drawn paler. */
  readonly solid: number | null;
  readonly thin: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The band to draw, in the same two parts; it also closes the last step of a band that ends early. */
  readonly band: readonly [lower: number, upper: number] | null;
  readonly thinBand: readonly [lower: number, upper: number] | null;
  readonly atRisk: number;
}

export interface KaplanMeierCurve {
  readonly key: string;
  readonly label: string;
  readonly style: SeriesStyle;
  /** Times with censoring, at the height of the curve. */
  readonly censored: readonly { readonly months: number; readonly survival: number }[];
  readonly medianMonths: number | null;
  /** Subjects at risk at each tick; null where that is not told, since a protected curve ends before its group does. */
  readonly atRisk: readonly (number | null)[];
  /** Subjects with an event, and subjects censored, until and on each tick; null where that is not told. */
  readonly eventsBy: readonly (number | null)[];
  readonly censoredBy: readonly (number | null)[];
}

export interface KaplanMeierTexts {
  readonly x: string;
  readonly y: string;
  readonly atRisk: string;
  /** Names of the two further rows of a curve below the plot; without them there is one row, of those at risk. */
  readonly counts?: { readonly events: string; readonly censored: string } | null;
  readonly months: string;
  /** One sentence for those who do not see the picture. */
  readonly summary: string;
  /** Ratio and test, written into the free corner. */
  readonly statistics: readonly string[];
}

export interface KaplanMeierPicture {
  readonly rows: readonly KaplanMeierRow[];
  readonly curves: readonly KaplanMeierCurve[];
  readonly ticks: readonly number[];
  readonly xMax: number;
  /** The corner that the curves leave free. */
  readonly freeCorner: 'top-right' | 'bottom-left';
}

export interface KaplanMeierChartProps extends Drawing {
  readonly picture: KaplanMeierPicture;
  readonly texts: KaplanMeierTexts;
  readonly showsBand: boolean;
}

/** Room for axis labels, and below them one line per curve for the numbers at risk. */
export const axisBottomPx = 44;
export const riskTopPx = 58;
export const riskRowPx = 17;
/**
 * The figure's height at a width: a calm ratio, never too low to read.
 *
 * @param rows - below the plot: one per curve, or three with events and censored subjects.
 * @param roomPx - height that the window leaves: the numbers at risk must be in view at first, so the plot gives way.
 */
export function kaplanMeierHeight(widthPx: number, rows: number, roomPx = Infinity): number {
  const below = riskTopPx + riskRowPx * rows + 28;
  const plot = Math.min(500, widthPx * 0.46, roomPx - below);
  return Math.max(230, plot) + below;
}

/** Rows below the plot that a curve has: those at risk, or also events and censored subjects. */
export const rowsPerCurve = (counts: KaplanMeierTexts['counts']): number => (counts ? 3 : 1);
