import { type FigureRows } from '@/charts/figure-table.tsx';
import { type SeriesStyle } from '@/charts/series-style.ts';
import { type SwimmerLane, type SwimmerMark } from '@/charts/swimmer-chart-data.ts';
import { type SwimmerQuery } from '@/graphql/generated/graphql.ts';
import { toMonths } from '@/numbers/to-months.ts';

export type Swimmers = SwimmerQuery['swimmer'];
export type Swimmer = Swimmers['patients'][number];

/** A bar for each patient of the page. */
export function swimmerLanes(
  { patients, monthDays }: Swimmers,
  styleOf: (arm: string | null) => SeriesStyle,
  spoken: (patient: Swimmer, months: number) => string,
): SwimmerLane[] {
  return patients.map((patient) => {
    const months = toMonths(patient.days, monthDays);
    const at = (mark: SwimmerMark, days: readonly (number | null | undefined)[]) =>
      days.flatMap((day) => (typeof day === 'number' ? [{ mark, months: toMonths(day, monthDays) }] : []));
    return {
      id: patient.id,
      name: patient.code,
      style: styleOf(patient.arm ?? null),
      months,
      marks: [
        ...at('cycle', patient.cycleDays),
        ...at('partial', [patient.partialResponseDay]),
        ...at('complete', [patient.completeResponseDay]),
        ...at('progression', [patient.progressionDay]),
        { mark: patient.isDead ? 'death' : 'ongoing', months },
      ],
      spoken: spoken(patient, months),
    };
  });
}

type Headings = Readonly<
  Record<
    'patient' | 'arm' | 'days' | 'months' | 'end' | 'cycles' | 'cycleDays' | 'partial' | 'complete' | 'progression',
    string
  >
>;

/** The patients of the page in full: the table beside the picture and the CSV file. */
export function swimmerTable(
  { patients, monthDays }: Swimmers,
  headings: Headings,
  endOf: (patient: Swimmer) => string,
): FigureRows {
  return {
    columns: [
      { file: 'patient', header: headings.patient },
      { file: 'arm', header: headings.arm },
      { file: 'days', header: headings.days },
      { file: 'months', header: headings.months, decimals: 1 },
      { file: 'end', header: headings.end },
      { file: 'haic_cycles', header: headings.cycles },
      { file: 'cycle_days', header: headings.cycleDays },
      { file: 'first_pr_day', header: headings.partial },
      { file: 'first_cr_day', header: headings.complete },
      { file: 'progression_day', header: headings.progression },
    ],
    rows: patients.map((patient) => [
      patient.code,
      patient.arm ?? null,
      patient.days,
      toMonths(patient.days, monthDays),
      endOf(patient),
      patient.cycleDays.length,
      patient.cycleDays.length > 0 ? patient.cycleDays.join(' ') : null,
      patient.partialResponseDay ?? null,
      patient.completeResponseDay ?? null,
      patient.progressionDay ?? null,
    ]),
  };
}
