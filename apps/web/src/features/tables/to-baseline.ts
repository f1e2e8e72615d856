import { type TableOneQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import {
  missing,
  showBriefInterval,
  showBriefly,
  showCount,
  showInterval,
  showNumber,
  showPercent,
} from '@/numbers/show.ts';
import { printedP } from '@/tables/printed-p.tsx';
import { type PrintedRow, type PrintedTable } from '@/tables/printed-table.tsx';

export type TableOne = TableOneQuery['tableOne'];
type Row = TableOne['rows'][number];
type Described = Row['described'][number];

/** The words of a table in the reader's language. */
export interface BaselineWords {
  readonly variable: (name: string) => string;
  readonly value: (variable: string, value: string) => string;
  readonly unit: (unit: string) => string;
  /** The heading of a group's column. */
  readonly group: (value: string) => string;
  readonly test: (code: string) => string;
  readonly characteristic: string;
  readonly total: string;
  readonly missing: string;
  readonly mean: string;
  readonly median: string;
  readonly p: string;
  readonly testHeading: string;
  readonly smd: string;
  /** The heading of the column of one's own patients, beside protected numbers. */
  readonly own: string;
}

export interface BaselineView {
  readonly showsTests: boolean;
  readonly showsDifferences: boolean;
}

/** What a method says of tests and differences. */
const ofComparison: readonly string[] = ['tableOneTests', 'tableOneDifferences'];

/** Groups that are only described, not compared: without tests and differences. */
export function onlyDescribed(table: TableOne): TableOne {
  const statements = table.statements.filter(({ code }) => !ofComparison.includes(code));
  return { ...table, statements, rows: table.rows.map((row) => ({ ...row, test: null, difference: null })) };
}

/**
 * Table 1 as it is printed: n (%) of categories, mean or median of quantities, with the test of each variable.
 *
 * @param own - of protected numbers: the same of one's own centres, exactly, whose total is the last column.
 */
export function printedBaseline(
  table: TableOne,
  words: BaselineWords,
  view: BaselineView,
  own: TableOne | null = null,
): PrintedTable {
  const { groups, rows, n } = table;
  const isCompared = groups.length > 1;
  const [tests, differences] = [view.showsTests && isCompared, view.showsDifferences && isCompared];
  const compared = (row: Row | null) => [
    ...(tests
      ? row?.test
        ? [printedP(row.test.pValue, row.test), words.test(row.test.methodStatement.code)]
        : ['', '']
      : []),
    ...(differences ? [row ? showNumber(row.difference, 3, '') : ''] : []),
  ];
  const isProtected = table.protection !== null;
  const beside = (cell: (total: OwnTotal) => string, variable: string): string[] => {
    if (!own) return [];
    const row = own.rows.find((one) => one.variable === variable);
    return [row ? cell({ row, place: own.groups.length, n: own.n }) : missing];
  };
  // The last entry is of all groups: with one group it would repeat it.
  const shown = isCompared ? groups.length + 1 : 1;
  const places = Array.from({ length: shown }, (_, g) => g);
  const sizes = [...groups.map((group) => group.n), n];
  return {
    columns: [
      { header: words.characteristic },
      ...groups.map(({ value, n: size }) => ({
        header: words.group(value),
        below: `n ${isProtected ? '≈' : '='} ${size}`,
      })),
      ...(isCompared ? [{ header: words.total, below: `n ${isProtected ? '≈' : '='} ${n}` }] : []),
      ...(own ? [{ header: words.own, below: `n = ${own.n}` }] : []),
      ...(tests ? [{ header: words.p }, { header: words.testHeading }] : []),
      ...(differences ? [{ header: words.smd }] : []),
    ],
    rows: rows.flatMap((row): PrintedRow[] => {
      const { variable, levels, described, summary } = row;
      const unit = row.unit ? `, ${words.unit(row.unit)}` : '';
      const name = `${words.variable(variable)}${unit}`;
      const known = places.map((g) => knownIn(row, g, sizes[g] ?? 0, isProtected));
      const lacking = row.missing.at(-1) ?? 0;
      const absentIn = (one: Row, g: number) => showCount(one.missing[g] ?? 0, one.missingAtMost[g] ?? false);
      const absent: PrintedRow[] =
        lacking === 0
          ? []
          : [
              {
                id: `${variable} missing`,
                indented: true,
                cells: [
                  words.missing,
                  ...places.map((g) => absentIn(row, g)),
                  ...beside(({ row: one, place }) => absentIn(one, place), variable),
                  ...compared(null),
                ],
              },
            ];
      if (summary) {
        const text = summary === 'MEAN' ? meanText : medianText;
        const how = summary === 'MEAN' ? words.mean : words.median;
        const decimals = isProtected ? null : decimalsOf(row);
        const cells = places.map((g) => text(described[g] ?? null, decimals));
        const ofOwn = beside(({ row: one, place }) => text(one.described[place] ?? null, decimalsOf(one)), variable);
        return [{ id: variable, cells: [`${name}, ${how}`, ...cells, ...ofOwn, ...compared(row)] }, ...absent];
      }
      const count = (level: Row['levels'][number]) => [
        ...places.map((g) => countText(level, g, known[g] ?? 0)),
        ...beside(({ row: one, place, n: size }) => {
          const same = one.levels.find(({ value }) => value === level.value);
          return countText(same ?? none, place, knownIn(one, place, size, false));
        }, variable),
      ];
      // Of yes and no one says it all.
      const flag = levels.every(({ value }) => value === 'true' || value === 'false') && levels.length > 0;
      if (flag) {
        const yes = levels.find(({ value }) => value === 'true') ?? { ...none, value: 'true' };
        return [{ id: variable, cells: [`${name}, n (%)`, ...count(yes), ...compared(row)] }, ...absent];
      }
      return [
        {
          id: variable,
          cells: [`${name}, n (%)`, ...places.map(() => ''), ...beside(() => '', variable), ...compared(row)],
        },
        ...levels.map((level) => ({
          id: `${variable} ${level.value}`,
          indented: true,
          cells: [words.value(variable, level.value), ...count(level), ...compared(null)],
        })),
        ...absent,
      ];
    }),
  };
}

/** The same in full precision: a line for each variable, level and group. */
export function baselineNumbers({ groups, rows, n, protection }: TableOne): FigureRows {
  const isProtected = protection !== null;
  const columns = [...groups.map(({ value, n: size }) => ({ value, size })), { value: 'total', size: n }];
  const files = [
    ...['variable', 'level', 'group', 'group_n', 'missing', 'count', 'share', 'mean', 'sd', 'lower_quartile', 'median'],
    ...['upper_quartile', 'minimum', 'maximum', 'test', 'statistic', 'df', 'p'],
    ...(isProtected ? ['least_p', 'greatest_p'] : []),
    'smd',
  ];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: rows.flatMap((row) =>
      (row.summary ? [null] : row.levels).flatMap((level) =>
        columns.map(({ value, size }, g) => {
          const lacking = row.missing[g] ?? 0;
          const one = row.described[g];
          const count = level ? (level.n[g] ?? 0) : (one?.n ?? 0);
          const isBound = level ? level.atMost[g] : one?.nAtMost;
          const known = knownIn(row, g, size, isProtected);
          const share = level && known > 0 && !isBound ? count / known : null;
          const { test } = row;
          return [
            ...[
              row.variable,
              level?.value ?? null,
              value,
              size,
              bounded(lacking, row.missingAtMost[g]),
              bounded(count, isBound),
              share,
            ],
            ...[one?.mean ?? null, one?.standardDeviation ?? null, one?.lowerQuartile ?? null, one?.median ?? null],
            ...[one?.upperQuartile ?? null, one?.minimum ?? null, one?.maximum ?? null],
            ...[test?.methodStatement.en ?? null, test?.statistic ?? null, test?.df ?? null, test?.pValue ?? null],
            ...(isProtected ? [test?.lowestP ?? null, test?.highestP ?? null] : []),
            row.difference ?? null,
          ];
        }),
      ),
    ),
  };
}

/** A bound is a text in a file, so that nobody counts with it. */
const bounded = (n: number, isBound: boolean | undefined): string | number => (isBound ? `≤${n}` : n);

/** The last column of a table of one's own centres. */
interface OwnTotal {
  readonly row: Row;
  readonly place: number;
  readonly n: number;
}

type Level = Pick<Row['levels'][number], 'value' | 'n' | 'atMost'>;

const none: Level = { value: '', n: [], atMost: [] };

/** Patients with a value; of protected counts everybody, because who has none is mostly a bound. */
function knownIn({ missing: lacking }: Row, g: number, size: number, isProtected: boolean): number {
  return isProtected ? size : size - (lacking[g] ?? 0);
}

/** `12 (34.3)`, `≤7`, or a dash where nobody has a value. */
function countText({ n, atMost }: Level, g: number, known: number): string {
  if (atMost[g]) return showCount(n[g] ?? 0, true);
  return known === 0 ? missing : `${n[g] ?? 0} (${percent((n[g] ?? 0) / known)})`;
}

const percent = (share: number) => showPercent(share).replace(' %', '');

/** @param decimals - null of what has so few figures that it is written as it is. */
function meanText(one: Described, decimals: number | null): string {
  if (!one) return missing;
  return `${valueText(one.mean, decimals)} (${valueText(one.standardDeviation, decimals)})`;
}

function medianText(one: Described, decimals: number | null): string {
  if (!one || one.median === null) return missing;
  const { median, lowerQuartile, upperQuartile } = one;
  if (decimals === null) return `${showBriefly(median)} (${showBriefInterval(lowerQuartile, upperQuartile)})`;
  return `${showNumber(median, decimals)} (${showInterval(lowerQuartile, upperQuartile, decimals)})`;
}

function valueText(value: number | null | undefined, decimals: number | null): string {
  return decimals === null ? showBriefly(value) : showNumber(value, decimals);
}

/** One decimal, two below ten, none from a thousand on, by the middle of all patients. */
function decimalsOf({ described, summary }: Row): number {
  const all = described.at(-1);
  const middle = Math.abs((summary === 'MEAN' ? all?.mean : all?.median) ?? 0);
  if (middle >= 1000) return 0;
  return middle < 10 ? 2 : 1;
}
