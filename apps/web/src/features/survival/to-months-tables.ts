import { type SurvivalMonthsQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showInterval, showNumber, showPercentInterval } from '@/numbers/show.ts';
import { monthNumber, toMonths } from '@/numbers/to-months.ts';
import { printedP } from '@/tables/printed-p.tsx';
import { type PrintedTable } from '@/tables/printed-table.tsx';

export type MonthsAnswer = SurvivalMonthsQuery['survival'];

export interface MonthsWords {
  readonly group: (label: string) => string;
  readonly groupHeading: string;
  readonly events: string;
  readonly mean: string;
  readonly p: string;
  readonly month: (months: number) => string;
  readonly monthHeading: string;
  readonly atRisk: string;
  readonly difference: (comparison: string, reference: string) => string;
}

/** Mean months of each group, and the difference of two. */
export function printedMeans({ curves, restrictedMeans, monthDays }: MonthsAnswer, words: MonthsWords): PrintedTable {
  const months = (mean: number, lower: number, upper: number) => {
    const [m, l, u] = [mean, lower, upper].map((days) => toMonths(days, monthDays));
    return `${showNumber(m, 1)} (${showInterval(l, u, 1)})`;
  };
  const { groups = [], difference } = restrictedMeans ?? {};
  return {
    columns: [
      { header: words.groupHeading },
      { header: words.events },
      { header: words.mean },
      ...(difference ? [{ header: words.p }] : []),
    ],
    rows: [
      ...groups.map(({ label, meanDays, lowerDays, upperDays }) => {
        const curve = curves.find((one) => one.label === label);
        const counts = curve ? `${curve.events}/${curve.n}` : missing;
        const cells = [words.group(label), counts, months(meanDays, lowerDays, upperDays), ...(difference ? [''] : [])];
        return { id: label, cells };
      }),
      ...(difference
        ? [
            {
              id: 'difference',
              cells: [
                words.difference(difference.comparison, difference.reference),
                '',
                months(difference.differenceDays, difference.lowerDays, difference.upperDays),
                printedP(difference.pValue),
              ],
            },
          ]
        : []),
    ],
  };
}

/** The same in full precision. */
export function meanNumbers({ curves, restrictedMeans, monthDays }: MonthsAnswer): FigureRows {
  const files = ['measure', 'group', 'n', 'events', 'horizon_days', 'days', 'lower', 'upper', 'months', 'p'];
  const { groups = [], difference, untilDays = 0 } = restrictedMeans ?? {};
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: [
      ...groups.map(({ label, meanDays, lowerDays, upperDays }) => {
        const curve = curves.find((one) => one.label === label);
        const counts = [curve?.n ?? null, curve?.events ?? null];
        const days = [untilDays, meanDays, lowerDays, upperDays];
        return ['restricted mean', label, ...counts, ...days, toMonths(meanDays, monthDays), null];
      }),
      ...(difference
        ? [
            [
              ...['difference', `${difference.comparison} - ${difference.reference}`, null, null, untilDays],
              ...[difference.differenceDays, difference.lowerDays, difference.upperDays],
              ...[toMonths(difference.differenceDays, monthDays), difference.pValue ?? null],
            ],
          ]
        : []),
    ],
  };
}

/** A line for each month, for each group the share alive or free of the event with its limits, and how many are at risk. */
export function printedReadings({ readAt, monthDays }: MonthsAnswer, words: MonthsWords): PrintedTable {
  const curves = readAt ?? [];
  const days = curves[0]?.readings.map((one) => one.days) ?? [];
  return {
    columns: [
      { header: words.monthHeading },
      ...curves.flatMap(({ label }) => [
        { header: words.group(label), below: '% (95 % CI)' },
        { header: words.atRisk },
      ]),
    ],
    rows: days.map((day, i) => ({
      id: String(day),
      cells: [
        words.month(monthNumber(day, monthDays)),
        ...curves.flatMap(({ readings }) => {
          const { survival, lower, upper, atRisk } = readings[i] ?? {};
          const isKnown = survival !== null && survival !== undefined;
          const share = isKnown ? `${showNumber(survival * 100, 1)} (${showPercentInterval(lower, upper)})` : missing;
          return [share, String(atRisk ?? missing)];
        }),
      ],
    })),
  };
}

/** The same in full precision, a row for each group and month. */
export function readingNumbers({ readAt, monthDays }: MonthsAnswer): FigureRows {
  const files = ['group', 'days', 'months', 'at_risk', 'survival', 'lower', 'upper'];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: (readAt ?? []).flatMap(({ label, readings }) =>
      readings.map(({ days, atRisk, survival, lower, upper }) => [
        ...[label, days, toMonths(days, monthDays), atRisk],
        ...[survival ?? null, lower ?? null, upper ?? null],
      ]),
    ),
  };
}
