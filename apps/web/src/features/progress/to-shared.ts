import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showPercent } from '@/numbers/show.ts';
import { monthsOf, showMonths } from '@/numbers/to-months.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { type Progress, type SharedProgress } from './query.ts';
import { medianText, shareRecorded } from './to-tables.ts';

type SharedArm = SharedProgress['groups'][number];
type OwnArm = Progress['followUp']['groups'][number];

export interface SharedWords {
  readonly heading: string;
  readonly arm: (arm: string) => string;
  readonly row: (name: 'patients' | 'deaths' | 'progressions' | 'median' | 'recorded') => string;
  readonly own: string;
  readonly all: string;
  readonly notReached: string;
}

/** Patients, events, follow-up and records: of own centres exactly, of all protected, arm below arm. */
export function printedShared(own: Progress, shared: SharedProgress, words: SharedWords): PrintedTable {
  const [everybody] = own.followUp.groups;
  const line = (id: string, name: string, cells: readonly [string, string], indented = true) => ({
    id,
    ...(indented ? { indented } : {}),
    cells: [name, ...cells],
  });
  const ofOwn = (arm: string) => own.followUp.groups.find((one) => one.arm === arm);
  const count = (n: number | null | undefined) => (typeof n === 'number' ? `≈ ${n}` : missing);
  const block = (
    row: Exclude<Parameters<SharedWords['row']>[0], 'recorded'>,
    cellOf: (one: OwnArm) => string,
    sharedCell: (one: SharedArm) => string,
    whole: readonly [string, string] = ['', ''],
  ) => [
    line(row, words.row(row), whole, false),
    ...shared.groups.map((one) => {
      const mine = ofOwn(one.arm);
      return line(`${row} ${one.arm}`, words.arm(one.arm), [mine ? cellOf(mine) : missing, sharedCell(one)]);
    }),
  ];
  return {
    columns: [{ header: words.heading }, { header: words.own }, { header: words.all }],
    rows: [
      ...block(
        'patients',
        ({ n }) => String(n),
        ({ n }) => count(n),
        [String(everybody?.n ?? 0), count(shared.n)],
      ),
      ...block(
        'deaths',
        ({ deaths }) => String(deaths),
        ({ deaths }) => count(deaths),
      ),
      ...block(
        'progressions',
        ({ progressions }) => String(progressions),
        ({ progressions }) => count(progressions),
      ),
      ...block(
        'median',
        (one) => medianText(one, own.monthDays, words.notReached),
        (one) => medianOf(one, shared, words),
      ),
      line(
        'recorded',
        words.row('recorded'),
        [showPercent(shareRecorded(own.completeness.centres)), showPercent(shared.recorded, 0)],
        false,
      ),
    ],
  };
}

/** Whole months: the curve falls on a grid of them. */
function medianOf({ medianDays, lowerDays, upperDays }: SharedArm, { monthDays }: SharedProgress, words: SharedWords) {
  const month = (days: number | null | undefined) => showMonths(days, monthDays, words.notReached);
  return typeof medianDays === 'number'
    ? `${month(medianDays)} (${month(lowerDays)}–${month(upperDays)})`
    : words.notReached;
}

export function sharedNumbers(own: Progress, shared: SharedProgress): FigureRows {
  const columns = [
    'arm',
    'centres',
    'patients',
    'deaths',
    'progressions_or_deaths',
    'median_follow_up_months',
    'share_recorded',
  ];
  const [everybody] = own.followUp.groups;
  const mine = own.followUp.groups.filter(({ arm }) => arm !== null);
  return {
    columns: columns.map((file) => ({ file, header: file })),
    rows: [
      [
        null,
        'own',
        everybody?.n ?? 0,
        everybody?.deaths ?? null,
        everybody?.progressions ?? null,
        monthsOf(everybody?.medianDays, own.monthDays),
        shareRecorded(own.completeness.centres),
      ],
      ...mine.map(({ arm, n, deaths, progressions, medianDays }) => [
        arm ?? null,
        'own',
        n,
        deaths,
        progressions,
        monthsOf(medianDays, own.monthDays),
        null,
      ]),
      [null, 'all, protected', shared.n, null, null, null, shared.recorded ?? null],
      ...shared.groups.map(({ arm, n, deaths, progressions, medianDays }) => [
        arm,
        'all, protected',
        n,
        deaths ?? null,
        progressions ?? null,
        monthsOf(medianDays, shared.monthDays),
        null,
      ]),
    ],
  };
}
