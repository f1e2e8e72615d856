import { type TableOneQuery } from '@/graphql/generated/graphql.ts';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { missing, showInterval, showNumber, showPercent } from '@/numbers/show.ts';
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

/** Table 1 as it is printed: n (%) of categories, mean or median of quantities, with the test of each variable. */
export function printedBaseline(table: TableOne, words: BaselineWords, view: BaselineView): PrintedTable {
  const { groups, rows, n } = table;
  const isCompared = groups.length > 1;
  const [tests, differences] = [view.showsTests && isCompared, view.showsDifferences && isCompared];
  const compared = (row: Row | null) => [
    ...(tests ? (row?.test ? [printedP(row.test.pValue), words.test(row.test.methodStatement.code)] : ['', '']) : []),
    ...(differences ? [row ? showNumber(row.difference, 3, '') : ''] : []),
  ];
  // The last entry is of all groups: with one group it would repeat it.
  const shown = isCompared ? groups.length + 1 : 1;
  const places = Array.from({ length: shown }, (_, g) => g);
  const sizes = [...groups.map((group) => group.n), n];
  return {
    columns: [
      { header: words.characteristic },
      ...groups.map(({ value, n: size }) => ({ header: words.group(value), below: `n = ${size}` })),
      ...(isCompared ? [{ header: words.total, below: `n = ${n}` }] : []),
      ...(tests ? [{ header: words.p }, { header: words.testHeading }] : []),
      ...(differences ? [{ header: words.smd }] : []),
    ],
    rows: rows.flatMap((row): PrintedRow[] => {
      const { variable, levels, described, summary } = row;
      const unit = row.unit ? `, ${words.unit(row.unit)}` : '';
      const name = `${words.variable(variable)}${unit}`;
      const known = places.map((g) => (sizes[g] ?? 0) - (row.missing[g] ?? 0));
      const lacking = row.missing.at(-1) ?? 0;
      const absent: PrintedRow[] =
        lacking === 0
          ? []
          : [
              {
                id: `${variable} missing`,
                indented: true,
                cells: [words.missing, ...places.map((g) => String(row.missing[g] ?? 0)), ...compared(null)],
              },
            ];
      if (summary) {
        const text = summary === 'MEAN' ? meanText : medianText;
        const how = summary === 'MEAN' ? words.mean : words.median;
        const cells = places.map((g) => text(described[g] ?? null, decimalsOf(row)));
        return [{ id: variable, cells: [`${name}, ${how}`, ...cells, ...compared(row)] }, ...absent];
      }
      const count = (level: Row['levels'][number]) => places.map((g) => countText(level.n[g] ?? 0, known[g] ?? 0));
      // Of yes and no one says it all.
      const flag = levels.every(({ value }) => value === 'true' || value === 'false') && levels.length > 0;
      if (flag) {
        const yes = levels.find(({ value }) => value === 'true') ?? { value: 'true', n: places.map(() => 0) };
        return [{ id: variable, cells: [`${name}, n (%)`, ...count(yes), ...compared(row)] }, ...absent];
      }
      return [
        { id: variable, cells: [`${name}, n (%)`, ...places.map(() => ''), ...compared(row)] },
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
export function baselineNumbers({ groups, rows, n }: TableOne): FigureRows {
  const columns = [...groups.map(({ value, n: size }) => ({ value, size })), { value: 'total', size: n }];
  const files = [
    ...['variable', 'level', 'group', 'group_n', 'missing', 'count', 'share', 'mean', 'sd', 'lower_quartile', 'median'],
    ...['upper_quartile', 'minimum', 'maximum', 'test', 'statistic', 'df', 'p', 'smd'],
  ];
  return {
    columns: files.map((file) => ({ file, header: file })),
    rows: rows.flatMap((row) =>
      (row.summary ? [null] : row.levels).flatMap((level) =>
        columns.map(({ value, size }, g) => {
          const lacking = row.missing[g] ?? 0;
          const one = row.described[g];
          const count = level ? (level.n[g] ?? 0) : (one?.n ?? 0);
          const share = level && size > lacking ? count / (size - lacking) : null;
          const { test } = row;
          return [
            ...[row.variable, level?.value ?? null, value, size, lacking, count, share],
            ...[one?.mean ?? null, one?.standardDeviation ?? null, one?.lowerQuartile ?? null, one?.median ?? null],
            ...[one?.upperQuartile ?? null, one?.minimum ?? null, one?.maximum ?? null],
            ...[test?.methodStatement.en ?? null, test?.statistic ?? null, test?.df ?? null, test?.pValue ?? null],
            row.difference ?? null,
          ];
        }),
      ),
    ),
  };
}

/** `12 (34.3)`, or a dash where nobody has a value. */
function countText(count: number, known: number): string {
  return known === 0 ? missing : `${count} (${percent(count / known)})`;
}

const percent = (share: number) => showPercent(share).replace(' %', '');

function meanText(one: Described, decimals: number): string {
  if (!one) return missing;
  return `${showNumber(one.mean, decimals)} (${showNumber(one.standardDeviation, decimals)})`;
}

function medianText(one: Described, decimals: number): string {
  if (!one) return missing;
  return `${showNumber(one.median, decimals)} (${showInterval(one.lowerQuartile, one.upperQuartile, decimals)})`;
}

/** One decimal, two below ten, none from a thousand on, by the middle of all patients. */
function decimalsOf({ described, summary }: Row): number {
  const all = described.at(-1);
  const middle = Math.abs((summary === 'MEAN' ? all?.mean : all?.median) ?? 0);
  if (middle >= 1000) return 0;
  return middle < 10 ? 2 : 1;
}
