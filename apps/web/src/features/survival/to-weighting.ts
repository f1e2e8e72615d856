import { type SurvivalWeightingQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { type LoveLine } from '@/charts/love-chart-data.ts';
import { missing, showEstimate, showNumber, showPercentInterval } from '@/numbers/show.ts';
import { monthNumber, monthsOf } from '@/numbers/to-months.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';

export type Weighting = SurvivalWeightingQuery['survivalWeighting'];
type BalanceLine = Weighting['balance'][number];

export interface BalanceWords {
  readonly covariate: (name: string) => string;
  readonly level: (covariate: string, level: string) => string;
  readonly spoken: (line: { name: string; crude: string; weighted: string }) => string;
}

/** A number and a category with one shown level have one line; other categories a heading and a line for each level. */
export function loveLines({ balance }: Weighting, words: BalanceWords): LoveLine[] {
  return balance.flatMap((row, at): LoveLine[] => {
    const { covariate, level } = row;
    const name = words.covariate(covariate);
    const isOnly = balance.filter((one) => one.covariate === covariate).length === 1;
    if (typeof level !== 'string') return [lineOf(row, covariate, 'number', name, words)];
    const own = words.level(covariate, level);
    if (isOnly) return [lineOf(row, covariate, 'number', `${name}: ${own}`, words)];
    const begins = balance[at - 1]?.covariate !== covariate;
    const heading: LoveLine = { id: covariate, kind: 'heading', name, crude: null, weighted: null, spoken: name };
    return [...(begins ? [heading] : []), lineOf(row, `${covariate} ${level}`, 'level', own, words)];
  });
}

function lineOf(row: BalanceLine, id: string, kind: LoveLine['kind'], name: string, words: BalanceWords): LoveLine {
  const [crude, weighted] = [row.crude ?? null, row.weighted ?? null];
  const spoken = words.spoken({ name, crude: showNumber(crude, 2), weighted: showNumber(weighted, 2) });
  return { id, kind, name, crude, weighted, spoken };
}

/** The table beside the plot of balance, with signs. */
export function balanceTable(
  { balance }: Weighting,
  words: BalanceWords,
  headings: Readonly<Record<'covariate' | 'level' | 'crude' | 'weighted', string>>,
): FigureRows {
  return {
    columns: [
      { file: 'covariate', header: headings.covariate },
      { file: 'level', header: headings.level },
      { file: 'smd_before', header: headings.crude, decimals: 3 },
      { file: 'smd_after', header: headings.weighted, decimals: 3 },
    ],
    rows: balance.map(({ covariate, level, crude, weighted }) => [
      words.covariate(covariate),
      typeof level === 'string' ? words.level(covariate, level) : null,
      crude ?? null,
      weighted ?? null,
    ]),
  };
}

export interface WeightedCurveWords {
  readonly group: (label: string) => string;
  readonly heading: string;
  readonly median: string;
  readonly notReached: string;
  readonly month: (months: number) => string;
  readonly crude: string;
  readonly weighted: string;
}

/** Medians and survival at months of either group, as it is and weighted. */
export function printedWeighted({ curves, monthDays }: Weighting, words: WeightedCurveWords): PrintedTable {
  const columns = curves.map(({ label, isWeighted }) => ({
    header: `${words.group(label)}, ${isWeighted ? words.weighted : words.crude}`,
  }));
  const days = curves[0]?.readings.map((one) => one.days) ?? [];
  return {
    columns: [{ header: words.heading }, ...columns],
    rows: [
      {
        id: 'median',
        cells: [
          words.median,
          ...curves.map(({ median: { estimate, lower, upper } }) => {
            const [at, from, to] = [estimate, lower, upper].map((days) => monthsOf(days, monthDays));
            return showEstimate(at, from, to, 1, words.notReached);
          }),
        ],
      },
      ...days.map((day, at) => ({
        id: String(day),
        cells: [
          words.month(monthNumber(day, monthDays)),
          ...curves.map(({ readings }) => {
            const read = readings[at];
            if (read?.survival === null || read?.survival === undefined) return missing;
            return `${showNumber(100 * read.survival, 1)} (${showPercentInterval(read.lower, read.upper)})`;
          }),
        ],
      })),
    ],
  };
}

/** The same in full precision. */
export function weightedNumbers({ curves, monthDays }: Weighting): FigureRows {
  const files = ['measure', 'group', 'weighted', 'days', 'months', 'at_risk', 'estimate', 'lower', 'upper'];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: curves.flatMap(({ label, isWeighted, median, readings }) => {
      const own = [label, isWeighted ? 'weighted' : 'crude'];
      return [
        ['median days', ...own, null, null, null, median.estimate ?? null, median.lower ?? null, median.upper ?? null],
        ...readings.map(({ days, atRisk, survival, lower, upper }) => [
          'survival',
          ...own,
          days,
          monthNumber(days, monthDays),
          atRisk,
          survival ?? null,
          lower ?? null,
          upper ?? null,
        ]),
      ];
    }),
  };
}
