import { type Drawing } from './figure-props.ts';

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

export interface PlotLine {
  readonly key: string;
  readonly label: string;
  /** Place in the list of series, which decides colour and dash; null for a line that is only compared with. */
  readonly style: number | null;
  readonly points: readonly PlotPoint[];
  readonly isStrong?: boolean;
  /** Limits at the same places. */
  readonly band?: readonly { readonly x: number; readonly lower: number; readonly upper: number }[];
}

/** A group of cases with its limits. */
export interface PlotDot extends PlotPoint {
  readonly lower: number;
  readonly upper: number;
  readonly spoken: string;
}

export interface PlotAxis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly decimals: number;
  /** As logarithms, written as what they are of. */
  readonly isLog?: boolean;
}

/** A value at which something happens, such as the threshold. */
export interface PlotMark {
  readonly x: number;
  readonly label: string;
}

export interface PlotChartProps extends Drawing {
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly lines: readonly PlotLine[];
  readonly dots?: readonly PlotDot[];
  readonly marks?: readonly PlotMark[];
  /** How many cases are where on the x axis, drawn small below the lines. */
  readonly rug?: readonly { readonly from: number; readonly to: number; readonly n: number }[];
  readonly legendAt: 'top' | 'bottom' | 'topLeft';
  /** Words before the x of a readout. */
  readonly readout: (x: string) => string;
  /** One sentence for those who do not see the plot. */
  readonly summary: string;
}

export interface PlotPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly xOf: (value: number) => number;
  readonly yOf: (value: number) => number;
}

const leftPx = 62;
const rightPx = 18;
const topPx = 14;
const axisPx = 50;

export function plotPlace(x: PlotAxis, y: PlotAxis, widthPx: number, heightPx: number): PlotPlace {
  const width = Math.max(10, widthPx - leftPx - rightPx);
  const height = Math.max(10, heightPx - topPx - axisPx);
  const scale = ({ from, to, isLog }: PlotAxis) => {
    const by = isLog ? Math.log : (value: number) => value;
    const [low, high] = [by(from), by(to)];
    return (value: number) => (by(value) - low) / (high - low);
  };
  const [shareX, shareY] = [scale(x), scale(y)];
  return {
    left: leftPx,
    top: topPx,
    width,
    height,
    xOf: (value) => leftPx + shareX(value) * width,
    yOf: (value) => topPx + (1 - shareY(value)) * height,
  };
}

/** Tenths of a pixel: files stay small and lines exact. */
const px = (value: number): string => String(Math.round(value * 10) / 10);

export function linePath(points: readonly PlotPoint[], { xOf, yOf }: PlotPlace): string {
  return points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(xOf(x))} ${px(yOf(y))}`).join('');
}

export function bandPath(band: NonNullable<PlotLine['band']>, place: PlotPlace): string {
  if (band.length === 0) return '';
  const upper = band.map(({ x, upper: y }) => ({ x, y }));
  const lower = band.map(({ x, lower: y }) => ({ x, y })).reverse();
  return `${linePath([...upper, ...lower], place)}Z`;
}

/** The value of a line at x, between its points; null beyond them. */
export function valueAt(points: readonly PlotPoint[], x: number): number | null {
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    if (!a || !b) continue;
    const [low, high] = a.x <= b.x ? [a, b] : [b, a];
    if (x < low.x || x > high.x) continue;
    return high.x === low.x ? b.y : low.y + ((x - low.x) / (high.x - low.x)) * (high.y - low.y);
  }
  return points.length === 1 && points[0]?.x === x ? points[0].y : null;
}

/** The x at a pixel, within the axis. */
export function xAtPixel(pixel: number, { left, width }: PlotPlace, { from, to, isLog }: PlotAxis): number {
  const share = Math.min(1, Math.max(0, (pixel - left) / width));
  return isLog ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from))) : from + share * (to - from);
}
