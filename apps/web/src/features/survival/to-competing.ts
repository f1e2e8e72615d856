import { type CompetingRisksQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { type IncidenceRisk, type IncidenceSeries, incidenceTicks } from '@/charts/incidence-chart-data.ts';
import { type SeriesStyle } from '@/charts/series-style.ts';
import { missing, showNumber, showPercentInterval } from '@/numbers/show.ts';
import { monthNumber, toMonths } from '@/numbers/to-months.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';

export type Competing = CompetingRisksQuery['competingRisks'];
export type FirstEvent = Competing['tests'][number]['event'];

/** The event of interest, then what competes with it. */
export function firstEventsOf({ groups }: Competing): FirstEvent[] {
  return groups[0]?.curves.map(({ event }) => event) ?? [];
}

/** Months at which numbers at risk are asked for: those that an axis may have. */
export const tickMonths: readonly number[] = [
  ...Array.from({ length: 25 }, (_, month) => month),
  ...[30, 36, 42, 48, 60, 72, 84, 96, 120, 144, 168, 192],
];

interface Look {
  readonly label: string;
  readonly style: SeriesStyle;
}

/** Two curves of each group. */
export function incidenceSeries(
  { groups, monthDays }: Competing,
  looks: readonly Look[],
  nameOf: (group: string, event: FirstEvent) => string,
): IncidenceSeries[] {
  return groups.flatMap(({ curves }, g) =>
    curves.map(({ event, days, incidence, lower, upper }, place): IncidenceSeries => {
      const look = looks[g] as Look;
      return {
        key: `${g} ${event}`,
        label: nameOf(look.label, event),
        style: look.style,
        isCompeting: place > 0,
        points: days.map((day, i) => ({
          months: toMonths(day, monthDays),
          incidence: incidence[i] ?? 0,
          lower: lower[i] ?? null,
          upper: upper[i] ?? null,
        })),
      };
    }),
  );
}

export function lastIncidenceMonth({ groups, monthDays }: Competing): number {
  const days = groups.flatMap(({ curves }) => curves.flatMap((curve) => curve.days.at(-1) ?? 0));
  return toMonths(Math.max(0, ...days), monthDays);
}

/** Numbers at risk under the ticks of the axis. */
export function incidenceRisks(competing: Competing, looks: readonly Look[]): IncidenceRisk[] {
  const ticks = incidenceTicks(lastIncidenceMonth(competing));
  return competing.groups.map((group, g) => {
    const { label, style } = looks[g] as Look;
    const atRisk = ticks.map(
      (months) => group.ticks.find(({ days }) => monthNumber(days, competing.monthDays) === months)?.atRisk ?? 0,
    );
    return { label, style, atRisk };
  });
}

/** Every step that is drawn. */
export function incidenceTable(
  { groups, monthDays }: Competing,
  looks: readonly Look[],
  headings: Readonly<Record<'group' | 'event' | 'days' | 'months' | 'incidence' | 'lower' | 'upper', string>>,
  eventName: (event: FirstEvent) => string,
): FigureRows {
  return {
    columns: [
      { file: 'group', header: headings.group },
      { file: 'event', header: headings.event },
      { file: 'days', header: headings.days },
      { file: 'months', header: headings.months, decimals: 1 },
      { file: 'incidence', header: headings.incidence, decimals: 4 },
      { file: 'lower', header: headings.lower, decimals: 4 },
      { file: 'upper', header: headings.upper, decimals: 4 },
    ],
    rows: groups.flatMap(({ curves, label }, g) =>
      curves.flatMap(({ event, days, incidence, lower, upper }) =>
        days.map((day, i) => [
          looks[g]?.label ?? label,
          eventName(event),
          day,
          toMonths(day, monthDays),
          incidence[i] ?? null,
          lower[i] ?? null,
          upper[i] ?? null,
        ]),
      ),
    ),
  };
}

export interface CompetingWords {
  readonly group: (label: string) => string;
  readonly event: (event: FirstEvent) => string;
  readonly groupHeading: string;
  readonly eventHeading: string;
  readonly events: string;
  readonly month: (months: number) => string;
  readonly censored: string;
}

/** Events by kind, and the incidence at months, group by group. */
export function printedCompeting({ groups, monthDays }: Competing, words: CompetingWords): PrintedTable {
  const days = groups[0]?.readings.map((one) => one.days) ?? [];
  return {
    columns: [
      { header: words.groupHeading },
      { header: words.events },
      ...days.map((day) => ({ header: words.month(monthNumber(day, monthDays)) })),
    ],
    rows: groups.flatMap(({ label, n, censored, curves, readings }) => [
      { id: label, cells: [words.group(label), String(n), ...days.map(() => '')] },
      ...curves.map(({ event, events }) => ({
        id: `${label} ${event}`,
        indented: true,
        cells: [
          words.event(event),
          String(events),
          ...readings.map(({ values }) => {
            const read = values.find((one) => one.event === event);
            if (read?.incidence === null || read?.incidence === undefined) return missing;
            const limits = read.lower === null ? '' : ` (${showPercentInterval(read.lower, read.upper)})`;
            return `${showNumber(100 * read.incidence, 1)}${limits}`;
          }),
        ],
      })),
      {
        id: `${label} censored`,
        indented: true,
        cells: [words.censored, String(censored), ...days.map(() => '')],
      },
    ]),
  };
}

/** The same in full precision. */
export function competingNumbers({ groups, tests, monthDays }: Competing): FigureRows {
  const files = [
    'measure',
    'group',
    'event',
    'n',
    'events',
    'days',
    'months',
    'at_risk',
    'estimate',
    'lower',
    'upper',
    'p',
  ];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: [
      ...groups.flatMap(({ label, n, censored, curves, readings }) => [
        ['censored', label, null, n, censored, null, null, null, null, null, null, null],
        ...curves.flatMap(({ event, events }) => {
          const name = event.toLowerCase();
          return [
            ['events', label, name, n, events, null, null, null, null, null, null, null],
            ...readings.map(({ days, atRisk, values }) => {
              const read = values.find((one) => one.event === event);
              const limits = [read?.incidence ?? null, read?.lower ?? null, read?.upper ?? null];
              return ['incidence', label, name, n, events, days, monthNumber(days, monthDays), atRisk, ...limits, null];
            }),
          ];
        }),
      ]),
      ...tests.map(({ event, chiSquare, pValue }) => [
        ...['Gray chi-square', null, event.toLowerCase(), null, null, null, null, null],
        ...[chiSquare ?? null, null, null, pValue ?? null],
      ]),
    ],
  };
}
