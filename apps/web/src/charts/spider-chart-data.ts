import { type BestResponse, type ChangeAxis, type FacetPlace } from './change-plot-data.ts';

/** A patient's change over time; the first point is the baseline. */
export interface SpiderLine {
  readonly id: string;
  readonly response: BestResponse;
  readonly points: readonly SpiderPoint[];
  /** Its place among the points; null where there is no PD, or no sum at it. */
  readonly progression: number | null;
  readonly spoken: string;
}

export interface SpiderPoint {
  readonly weeks: number;
  /** As a fraction: -0.3 is 30 % smaller. */
  readonly change: number;
}

export interface SpiderFacet {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly color: string;
  readonly lines: readonly SpiderLine[];
}

export interface WeekAxis {
  readonly to: number;
  readonly ticks: readonly number[];
}

const steps = [2, 4, 6, 12, 24, 26, 52, 104, 208, 520] as const;
const tickPx = 44;

/** Weeks from time zero to the next tick after the last image, with as many ticks as there is room for. */
export function weekAxisOf(facets: readonly SpiderFacet[], widthPx: number): WeekAxis {
  const last = facets
    .flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(({ weeks }) => weeks)))
    .reduce((most, weeks) => Math.max(most, weeks), 12);
  const room = Math.max(2, Math.floor(widthPx / tickPx));
  const step = steps.find((one) => last / one <= room) ?? Math.ceil(last / room);
  const n = Math.ceil(last / step);
  return { to: n * step, ticks: Array.from({ length: n + 1 }, (_, i) => i * step) };
}

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** A point in pixels; growth beyond the axis is not cut here: the plot clips the line, so that its slope stays true. */
export function pixelOf(point: SpiderPoint, weeks: WeekAxis, { from, to }: ChangeAxis, place: FacetPlace): Pixel {
  return {
    x: place.x + (Math.max(0, point.weeks) / weeks.to) * place.width,
    y: place.y + place.height - ((point.change - from) / (to - from)) * place.height,
  };
}

const digits = (value: number) => String(Math.round(value * 10) / 10);

export function linePath(pixels: readonly Pixel[]): string {
  return pixels.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${digits(x)} ${digits(y)}`).join('');
}

/** The line that comes nearest to a point, if one is within reach. */
export function nearestLine(lines: readonly (readonly Pixel[])[], point: Pixel, reachPx = 24): number | null {
  let [nearest, least] = [-1, reachPx];
  lines.forEach((pixels, line) => {
    pixels.forEach((to, i) => {
      const distance = distanceToSegment(point, pixels[i - 1] ?? to, to);
      if (distance < least) [nearest, least] = [line, distance];
    });
  });
  return nearest < 0 ? null : nearest;
}

function distanceToSegment({ x, y }: Pixel, a: Pixel, b: Pixel): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length));
  return Math.hypot(x - a.x - along * dx, y - a.y - along * dy);
}
