import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showPercent, showPercentInterval } from '@/numbers/show.ts';
import { type PrintedTable } from '@/tables/printed-table.tsx';
import { type Confirmed } from './query.ts';

type Both = Confirmed['rows'][number];
type Counts = Both['confirmed'];

export interface ConfirmedWords {
  readonly response: string;
  readonly group: (value: string) => string;
  readonly total: string;
  readonly unconfirmed: string;
  readonly confirmed: string;
  readonly notEvaluable: string;
  readonly orr: string;
  readonly dcr: string;
  readonly lost: string;
}

const codes = [
  ['cr', 'CR'],
  ['pr', 'PR'],
  ['sd', 'SD'],
  ['pd', 'PD'],
] as const;

/** All groups, with the total where there are several. */
function columnsOf({ rows, total }: Confirmed, words: ConfirmedWords) {
  const named = rows.map((both) => ({ name: words.group(both.value), both }));
  return rows.length > 1 && total ? [...named, { name: words.total, both: total }] : named;
}

/** Two columns a group, as they are and confirmed, side by side. */
export function printedConfirmed(answer: Confirmed, words: ConfirmedWords): PrintedTable {
  const groups = columnsOf(answer, words);
  const each = (cell: (counts: Counts) => string) =>
    groups.flatMap(({ both }) => [cell(both.unconfirmed), cell(both.confirmed)]);
  return {
    columns: [
      { header: words.response },
      ...groups.flatMap(({ name, both: { unconfirmed } }) => [
        { header: `${name}, ${words.unconfirmed}`, below: `n = ${unconfirmed.n}` },
        { header: `${name}, ${words.confirmed}`, below: `n = ${unconfirmed.n}` },
      ]),
    ],
    rows: [
      ...codes.map(([key, name]) => ({
        id: key,
        cells: [`${name}, n (%)`, ...each((row) => shareText(row[key], row.n))],
      })),
      {
        id: 'notEvaluable',
        cells: [`${words.notEvaluable}, n (%)`, ...each((row) => shareText(row.notEvaluable, row.n))],
      },
      { id: 'orr', cells: [words.orr, ...each(({ orr }) => rateText(orr))] },
      { id: 'dcr', cells: [words.dcr, ...each(({ dcr }) => rateText(dcr))] },
      { id: 'lost', cells: [words.lost, ...groups.flatMap(({ both }) => ['', String(both.lost)])] },
    ],
  };
}

/** The same in full precision: two lines a group. */
export function confirmedNumbers(answer: Confirmed): FigureRows {
  const files = [
    'group',
    'confirmation_days',
    'n',
    'cr',
    'pr',
    'sd',
    'pd',
    'not_evaluable',
    'orr',
    'orr_lower',
    'orr_upper',
  ];
  const all = [...files, 'dcr', 'dcr_lower', 'dcr_upper', 'interval'];
  const line = (group: string, days: number, row: Counts) => [
    ...[group, days, row.n, row.cr, row.pr, row.sd, row.pd, row.notEvaluable],
    ...[row.orr, row.dcr].flatMap(({ value, lower, upper }) => [value ?? null, lower ?? null, upper ?? null]),
    row.orr.methodStatement.en,
  ];
  const lines = ({ value, unconfirmed, confirmed }: Both, name = value) => [
    line(name, 0, unconfirmed),
    line(name, answer.days, confirmed),
  ];
  return {
    columns: all.map((file) => ({ file, header: file })),
    rows: [...answer.rows.flatMap((one) => lines(one)), ...(answer.total ? lines(answer.total, 'total') : [])],
  };
}

const percent = (share: number) => showPercent(share).replace(' %', '');

function shareText(count: number, n: number): string {
  return n === 0 ? missing : `${count} (${percent(count / n)})`;
}

function rateText({ numerator, denominator, value, lower, upper }: Counts['orr']): string {
  if (value === null || value === undefined || denominator === 0) return missing;
  return `${numerator} (${percent(value)}; ${showPercentInterval(lower, upper)})`;
}
