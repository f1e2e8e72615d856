import { type FigureRows } from '@/charts/figure-table.tsx';
import { type CurveLook, type DrawnSurvival } from '@/charts/kaplan-meier-chart-picture.ts';
import { type CurveColumns } from '@/graphql/unpack-curves.ts';
import { toMonths } from '@/numbers/to-months.ts';
import { type Weighting } from './to-weighting.ts';

/** An answer with its curves as numbers. */
export type WeightedCurves = Pick<Weighting, 'monthDays'> & {
  readonly curves: readonly (Omit<Weighting['curves'][number], 'packed'> & CurveColumns)[];
};

/** What is drawn: the weighted curves alone have bands, since four would hide each other. */
export function weightedPicture({ curves, monthDays }: WeightedCurves): DrawnSurvival {
  return {
    monthDays,
    curves: curves.map((curve) => ({
      ...curve,
      medianDays: null,
      // Sums of weights are not whole.
      atRisk: curve.atRisk.map((weight) => Math.round(10 * weight) / 10),
      ...(curve.isWeighted ? {} : { lower: curve.lower.map(() => null), upper: curve.upper.map(() => null) }),
    })),
  };
}

/** Every step of every curve in full precision: the table beside the picture and the CSV file. */
export function weightedCurveTable(
  { curves, monthDays }: WeightedCurves,
  looks: readonly CurveLook[],
  headings: Readonly<Record<'group' | 'days' | 'months' | 'atRisk' | 'survival' | 'lower' | 'upper', string>>,
): FigureRows {
  return {
    columns: [
      { file: 'group', header: headings.group },
      { file: 'days', header: headings.days },
      { file: 'months', header: headings.months, decimals: 2 },
      { file: 'at_risk', header: headings.atRisk, decimals: 1 },
      { file: 'survival', header: headings.survival, decimals: 4 },
      { file: 'lower', header: headings.lower, decimals: 4 },
      { file: 'upper', header: headings.upper, decimals: 4 },
    ],
    rows: curves.flatMap((curve, c) =>
      curve.days.map((day, i) => [
        looks[c]?.label ?? curve.label,
        day,
        toMonths(day, monthDays),
        curve.atRisk[i] ?? null,
        curve.survival[i] ?? null,
        curve.lower[i] ?? null,
        curve.upper[i] ?? null,
      ]),
    ),
  };
}
