/** A share with its limits, as a fraction of 1. */
export interface RateInterval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly words: string;
}

/** A line of a plot of rates: what follows is compared (with its tests in words), or the rates of some patients. */
export interface RateLine {
  readonly id: string;
  readonly kind: 'heading' | 'rate' | 'total';
  readonly name: string;
  /** Of each rate: the interval, null where there is nobody; of a heading nothing. */
  readonly rates: readonly (RateInterval | null)[];
  /** Of each rate: the tests of the lines below a heading; empty where nothing is compared. */
  readonly tests: readonly string[];
  readonly spoken: string;
}

/** Where one rate is drawn, in pixels. */
export interface RatePlace {
  readonly names: { readonly x: number; readonly width: number };
  readonly plot: { readonly x: number; readonly width: number };
  /** Where the words of a line begin. */
  readonly words: number;
  /** The right end of both. */
  readonly end: number;
  readonly y: number;
}

export const rowPx = 24;
export const [headPx, axisPx] = [34, 46] as const;
const wordsPx = 118;
const gapPx = 20;

/** Rates are below each other where two would not be readable beside each other. */
export const areBeside = (rates: number, widthPx: number): boolean => rates === 1 || widthPx >= 820;

export function rateChartHeight(lines: number, rates: number, widthPx: number): number {
  const each = headPx + axisPx + Math.max(1, lines) * rowPx;
  return areBeside(rates, widthPx) ? each : each * rates;
}

/** Beside each other rates share the names on the left; below each other each has its own. */
export function ratePlaces(rates: number, lines: number, widthPx: number): RatePlace[] {
  const names = { x: 2, width: Math.round(Math.min(240, Math.max(116, widthPx * 0.24))) };
  const beside = areBeside(rates, widthPx);
  const room = (widthPx - names.width - 8) / (beside ? rates : 1);
  const height = rateChartHeight(lines, 1, widthPx);
  return Array.from({ length: rates }, (_, i) => {
    const x = names.width + 12 + (beside ? i * room : 0);
    const end = x + room - gapPx;
    const words = end - wordsPx;
    return { names, plot: { x, width: Math.max(40, words - 12 - x) }, words, end, y: beside ? 0 : i * height };
  });
}

export const rateTicks = [0, 0.25, 0.5, 0.75, 1] as const;

export const rateX = (share: number, { plot }: Pick<RatePlace, 'plot'>): number =>
  plot.x + Math.min(1, Math.max(0, share)) * plot.width;
