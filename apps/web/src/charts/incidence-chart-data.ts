import { type SeriesStyle } from './series-style.ts';

/** One stepped curve: the share of a group to whom an event has happened first. */
export interface IncidenceSeries {
  readonly key: string;
  readonly label: string;
  readonly style: SeriesStyle;
  /** The event of interest is a solid line, what competes with it a dashed one. */
  readonly isCompeting: boolean;
  readonly points: readonly IncidencePoint[];
}

export interface IncidencePoint {
  readonly months: number;
  /** From 0 to 1. */
  readonly incidence: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Numbers at risk of a group under the ticks. */
export interface IncidenceRisk {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly atRisk: readonly number[];
}

const steps = [1, 2, 3, 6, 12, 24, 60] as const;

/** Whole months from 0 on, at most nine of them. */
export function incidenceTicks(lastMonth: number): number[] {
  const step = steps.find((months) => lastMonth / months <= 8) ?? 120;
  return Array.from({ length: Math.floor(lastMonth / step) + 1 }, (_, i) => i * step);
}

/** The path of a step curve, which begins at nothing and keeps its last height until the last point. */
export function stepPath(
  points: readonly { readonly months: number; readonly value: number }[],
  xOf: (months: number) => number,
  yOf: (value: number) => number,
): string {
  const round = (px: number) => Math.round(px * 10) / 10;
  const parts = [`M${round(xOf(0))} ${round(yOf(0))}`];
  for (const { months, value } of points) parts.push(`H${round(xOf(months))}V${round(yOf(value))}`);
  return parts.join('');
}
