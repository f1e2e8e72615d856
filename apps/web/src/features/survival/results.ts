import { type FigureRows } from '@/charts/figure-table.tsx';
import { type CurveLook } from '@/charts/kaplan-meier-chart-picture.ts';
import { monthsOf } from '@/numbers/to-months.ts';
import { type Survival } from './to-chart.ts';

export interface ResultWords {
  readonly headers: Readonly<
    Record<'measure' | 'group' | 'n' | 'events' | 'estimate' | 'lower' | 'upper' | 'p', string>
  >;
  readonly median: string;
  /** Of one estimator. */
  readonly ratio: (estimator: string) => string;
  readonly logRank: string;
  readonly comparison: (comparison: string, reference: string) => string;
}

/** What the analysis found, a line per estimate: medians, ratios by every estimator, the test. P values are exact. */
export function resultTable(survival: Survival, looks: readonly CurveLook[], words: ResultWords): FigureRows {
  const { curves, hazardRatios, logRank, monthDays } = survival;
  const months = (days: number | null | undefined) => monthsOf(days, monthDays);
  return {
    columns: [
      { file: 'measure', header: words.headers.measure },
      { file: 'group', header: words.headers.group },
      { file: 'n', header: words.headers.n },
      { file: 'events', header: words.headers.events },
      { file: 'estimate', header: words.headers.estimate, decimals: 2 },
      { file: 'lower', header: words.headers.lower, decimals: 2 },
      { file: 'upper', header: words.headers.upper, decimals: 2 },
      { file: 'p', header: words.headers.p, significant: 3 },
    ],
    rows: [
      ...curves.map(({ label, n, events, medianDays, medianLowerDays, medianUpperDays }, c) => [
        words.median,
        looks[c]?.label ?? label,
        n,
        events,
        months(medianDays),
        months(medianLowerDays),
        months(medianUpperDays),
        null,
      ]),
      ...hazardRatios.map(({ estimator, comparison, reference, hazardRatio, lower, upper, pValue }) => [
        words.ratio(estimator),
        words.comparison(comparison, reference),
        null,
        null,
        hazardRatio ?? null,
        lower ?? null,
        upper ?? null,
        pValue ?? null,
      ]),
      ...(logRank
        ? [[words.logRank, null, null, null, logRank.chiSquare ?? null, null, null, logRank.pValue ?? null]]
        : []),
    ],
  };
}
