import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showFraction, showNumber, showPercent } from '@/numbers/show.ts';
import { monthsOf, showMonths } from '@/numbers/to-months.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { type Progress } from './query.ts';

type Group = Progress['followUp']['groups'][number];
type Completeness = Progress['completeness']['centres'][number];

/** A row for each month: its patients by centre, all of them, all so far and, where there is a target, those planned. */
export function accrualRows({ months, centres, planned }: Progress['accrual']): FigureRows['rows'] {
  const ofMonth = months.map((_, k) => centres.map(({ counts }) => counts[k] ?? 0));
  const all = ofMonth.map((counts) => counts.reduce((n, one) => n + one, 0));
  return months.map((month, k) => [
    month,
    ...(ofMonth[k] ?? []),
    all[k] ?? 0,
    all.slice(0, k + 1).reduce((n, one) => n + one, 0),
    ...(planned ? [planned[k] ?? null] : []),
  ]);
}

export interface MaturityWords {
  readonly heading: string;
  readonly group: (arm: string | null) => string;
  readonly row: (name: 'n' | 'followed' | 'deaths' | 'imaged' | 'progressions' | 'median') => string;
  readonly notReached: string;
}

/** Months with limits; without a median the reason, so that no place is empty. */
export function medianText({ medianDays, lowerDays, upperDays }: Group, monthDays: number, notReached: string): string {
  if (medianDays === null || medianDays === undefined) return notReached;
  const month = (days: number | null | undefined) => showMonths(days, monthDays, notReached);
  return `${month(medianDays)} (${month(lowerDays)}–${month(upperDays)})`;
}

/** Patients, events and follow-up, arm beside arm. */
export function printedMaturity(groups: readonly Group[], monthDays: number, words: MaturityWords): PrintedTable {
  const row = (id: Parameters<MaturityWords['row']>[0], cell: (group: Group) => string) => ({
    id,
    cells: [words.row(id), ...groups.map(cell)],
  });
  const share = (part: number, of: number) => (of === 0 ? missing : `${part} (${showPercent(part / of)})`);
  return {
    columns: [
      { header: words.heading },
      ...groups.map(({ arm, n }) => ({ header: words.group(arm ?? null), below: `n = ${n}` })),
    ],
    rows: [
      row('followed', ({ followed }) => String(followed)),
      row('deaths', ({ deaths, followed }) => share(deaths, followed)),
      row('imaged', ({ imaged }) => String(imaged)),
      row('progressions', ({ progressions, imaged }) => share(progressions, imaged)),
      row('median', (group) => medianText(group, monthDays, words.notReached)),
    ],
  };
}

export function maturityNumbers(groups: readonly Group[], monthDays: number, words: MaturityWords): FigureRows {
  const header = (name: Parameters<MaturityWords['row']>[0]) => words.row(name);
  return {
    columns: [
      { file: 'arm', header: words.group(null) },
      { file: 'patients', header: header('n') },
      { file: 'with_os_time', header: header('followed') },
      { file: 'deaths', header: header('deaths') },
      { file: 'with_pfs_time', header: header('imaged') },
      { file: 'progressions_or_deaths', header: header('progressions') },
      { file: 'median_follow_up_months', header: header('median') },
      { file: 'lower_95', header: '95 % CI' },
      { file: 'upper_95', header: '95 % CI' },
    ],
    rows: groups.map(({ arm, n, followed, deaths, imaged, progressions, medianDays, lowerDays, upperDays }) => [
      arm ?? null,
      n,
      followed,
      deaths,
      imaged,
      progressions,
      monthsOf(medianDays, monthDays),
      monthsOf(lowerDays, monthDays),
      monthsOf(upperDays, monthDays),
    ]),
  };
}

export interface CompletenessWords {
  readonly column: (name: 'centre' | 'patients' | 'recorded' | 'share' | 'queries' | 'overdue') => string;
  readonly all: string;
}

const shareOf = ({ recorded, expected }: Pick<Completeness, 'recorded' | 'expected'>): number | null =>
  expected === 0 ? null : recorded / expected;

/** Of all these centres together. */
export function shareRecorded(centres: readonly Completeness[]): number | null {
  const sum = (name: 'recorded' | 'expected') => centres.reduce((total, one) => total + one[name], 0);
  return shareOf({ recorded: sum('recorded'), expected: sum('expected') });
}

/** A row for each centre, and their sum where there are several. */
export function printedCompleteness(centres: readonly Completeness[], words: CompletenessWords): PrintedTable {
  const sum = (name: 'patients' | 'expected' | 'recorded' | 'queries' | 'overdue') =>
    centres.reduce((total, one) => total + one[name], 0);
  const all = {
    ...{ centre: words.all, patients: sum('patients'), expected: sum('expected'), recorded: sum('recorded') },
    ...{ queries: sum('queries'), overdue: sum('overdue') },
  };
  return {
    columns: (['centre', 'patients', 'recorded', 'share', 'queries', 'overdue'] as const).map((name) => ({
      header: words.column(name),
    })),
    rows: [...centres, ...(centres.length > 1 ? [all] : [])].map((one) => ({
      id: one.centre,
      cells: [
        one.centre,
        String(one.patients),
        showFraction(one.recorded, one.expected),
        showPercent(shareOf(one)),
        String(one.queries),
        String(one.overdue),
      ],
    })),
  };
}

export function completenessNumbers(centres: readonly Completeness[], words: CompletenessWords): FigureRows {
  return {
    columns: [
      { file: 'centre', header: words.column('centre') },
      { file: 'patients', header: words.column('patients') },
      { file: 'forms_expected', header: words.column('recorded') },
      { file: 'forms_recorded', header: words.column('recorded') },
      { file: 'share_recorded', header: words.column('share') },
      { file: 'queries_open', header: words.column('queries') },
      { file: 'visits_overdue', header: words.column('overdue') },
    ],
    rows: centres.map((one) => [
      ...[one.centre, one.patients, one.expected, one.recorded, shareOf(one), one.queries, one.overdue],
    ]),
  };
}

export interface ContactWords {
  readonly age: (fromDays: number, toDays: number | null) => string;
  readonly ageHeader: string;
  readonly patients: string;
  readonly share: string;
}

/** Patients who were alive when last seen, by how long ago that was. */
export function printedContacts(contacts: Progress['lastContacts'], words: ContactWords): PrintedTable {
  const total = contacts.reduce((sum, { patients }) => sum + patients, 0);
  return {
    columns: [words.ageHeader, words.patients, words.share].map((header) => ({ header })),
    rows: contacts.map(({ fromDays, toDays, patients }) => ({
      id: String(fromDays),
      cells: [
        words.age(fromDays, toDays ?? null),
        String(patients),
        total === 0 ? missing : showPercent(patients / total),
      ],
    })),
  };
}

export function contactNumbers(contacts: Progress['lastContacts'], words: ContactWords): FigureRows {
  return {
    columns: [
      { file: 'from_days', header: words.ageHeader },
      { file: 'to_days', header: words.ageHeader },
      { file: 'patients', header: words.patients },
    ],
    rows: contacts.map(({ fromDays, toDays, patients }) => [fromDays, toDays ?? null, patients]),
  };
}

export interface InformationWords {
  readonly heading: string;
  readonly row: (name: 'events' | 'planned' | 'fraction' | 'needed' | 'detectable') => string;
  readonly column: string;
  readonly notPlanned: string;
}

type Information = NonNullable<Progress['information']>;

/** Events against the plan, and what they can show. */
export function printedInformation(information: Information, words: InformationWords): PrintedTable {
  const { events, planned, fraction, needed, detectable } = information;
  const cells: readonly (readonly [Parameters<InformationWords['row']>[0], string])[] = [
    ['events', String(events)],
    ['planned', planned === null || planned === undefined ? words.notPlanned : String(planned)],
    ['fraction', fraction === null || fraction === undefined ? missing : showPercent(fraction)],
    ['needed', needed === null || needed === undefined ? words.notPlanned : String(needed)],
    ['detectable', showNumber(detectable, 2)],
  ];
  return {
    columns: [{ header: words.heading }, { header: words.column }],
    rows: cells.map(([id, cell]) => ({ id, cells: [words.row(id), cell] })),
  };
}

export function informationNumbers(
  { events, planned, fraction, needed, detectable }: Information,
  endpoint: string,
  words: InformationWords,
): FigureRows {
  return {
    columns: [
      { file: 'endpoint', header: words.column },
      { file: 'events', header: words.row('events') },
      { file: 'events_planned', header: words.row('planned') },
      { file: 'information_fraction', header: words.row('fraction') },
      { file: 'events_needed', header: words.row('needed') },
      { file: 'detectable_hazard_ratio', header: words.row('detectable') },
    ],
    rows: [[endpoint, events, planned ?? null, fraction ?? null, needed ?? null, detectable ?? null]],
  };
}
