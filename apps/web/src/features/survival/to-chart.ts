import { type SurvivalQuery } from '@/graphql/generated/graphql.ts';
import { type CurveLook } from '@/charts/kaplan-meier-chart-picture.ts';
import { type CurveColumns } from '@/graphql/unpack-curves.ts';
import { showEstimate } from '@/numbers/show.ts';
import { monthsOf, toDays, toMonths } from '@/numbers/to-months.ts';

type Answer = SurvivalQuery['survival'];

/** A curve of an answer, its columns unpacked. */
export type Curve = Omit<Answer['curves'][number], 'packed'> & CurveColumns;

export type Survival = Omit<Answer, 'curves'> & { readonly curves: Curve[] };

/** `25.0 (20.2–NR)`, in months; `NR` where the curve or its limit does not reach one half. */
export function medianText(
  { medianDays, medianLowerDays, medianUpperDays }: Pick<Curve, 'medianDays' | 'medianLowerDays' | 'medianUpperDays'>,
  monthDays: number,
  notReached: string,
): string {
  const [median, lower, upper] = [medianDays, medianLowerDays, medianUpperDays].map((days) =>
    monthsOf(days, monthDays),
  );
  return showEstimate(median, lower, upper, 1, notReached);
}

/** Median follow-up by reverse Kaplan-Meier, in months, with its limits. */
export function followUpText(survival: Survival, notReached: string): string {
  const { followUpMedianDays, followUpLowerDays, followUpUpperDays, monthDays } = survival;
  return medianText(
    {
      medianDays: followUpMedianDays ?? null,
      medianLowerDays: followUpLowerDays ?? null,
      medianUpperDays: followUpUpperDays ?? null,
    },
    monthDays,
    notReached,
  );
}

/** How many of a curve's subjects are still at risk beyond the end of the axis. */
export function beyondAxis({ curves, monthDays }: Survival, xMax: number): number {
  const endDay = toDays(xMax, monthDays);
  return curves.reduce((sum, { days, atRisk }) => {
    const index = days.findIndex((day) => day > endDay);
    return sum + (index < 0 ? 0 : (atRisk[index] ?? 0));
  }, 0);
}

/** Every step of every curve, in full precision: the table beside the picture and the CSV file. */
export function curveRows({ curves, monthDays }: Survival, looks: readonly CurveLook[]): (string | number | null)[][] {
  return curves.flatMap((curve, c) =>
    curve.days.map((day, i) => [
      looks[c]?.label ?? curve.label,
      day,
      toMonths(day, monthDays),
      curve.atRisk[i] ?? null,
      curve.nEvent[i] ?? null,
      curve.nCensor[i] ?? null,
      curve.survival[i] ?? null,
      curve.lower[i] ?? null,
      curve.upper[i] ?? null,
    ]),
  );
}
