import { incidenceTicks } from './incidence-chart-data.ts';

/** Survival of a group by steps, months from time zero. */
export interface CourseCurve {
  readonly label: string;
  readonly n: number;
  /** Place among the arms, which decides colour and dash. */
  readonly style: number;
  /** The group of the patient. */
  readonly isOwn: boolean;
  readonly months: readonly number[];
  readonly survival: readonly number[];
}

/** The last month of the axis: that of the longest curve or of the patient, and never 0. */
export function lastMonthOf(curves: readonly CourseCurve[], ownMonths: number | null): number {
  return Math.max(1, Math.ceil(Math.max(ownMonths ?? 0, ...curves.map(({ months }) => months.at(-1) ?? 0))));
}

/** The height of a step curve at a time: that of the last step not after it. */
export function survivalAt({ months, survival }: Pick<CourseCurve, 'months' | 'survival'>, at: number): number {
  let height = 1;
  for (let i = 0; i < months.length && (months[i] ?? Infinity) <= at; i++) height = survival[i] ?? height;
  return height;
}

/** From everybody alive at time zero, level until each step. */
export function survivalPath(
  { months, survival }: Pick<CourseCurve, 'months' | 'survival'>,
  xOf: (month: number) => number,
  yOf: (share: number) => number,
): string {
  const round = (px: number): number => Math.round(px * 10) / 10;
  const steps = months.map((month, i) => `H${round(xOf(month))}V${round(yOf(survival[i] ?? 0))}`);
  return [`M${round(xOf(0))} ${round(yOf(1))}`, ...steps].join('');
}

export const courseTicks = incidenceTicks;
