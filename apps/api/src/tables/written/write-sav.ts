import {
  codeNumber,
  numbersOf,
  type DescribedTable,
  type TableCell,
  type TableColumn,
  type TableRow,
} from '../described-table.ts';
import { ByteSink, SPACE } from './byte-sink.ts';
import { reasonsOf } from './missing-marks.ts';
import { rowsInto } from './rows-into.ts';
import { SavBody } from './sav-body.ts';
import {
  attributes,
  DATE,
  extension,
  format,
  LONG_TEXT,
  NUMBER,
  segmentsOf,
  TEXT,
  writeLabel,
  writeValueLabels,
} from './sav-dictionary.ts';
import { shortNames, withinBytes } from './short-names.ts';
import { withSplitTexts } from './split-texts.ts';

/** Reserved words of SPSS. */
const reserved = ['all', 'and', 'by', 'eq', 'ge', 'gt', 'le', 'lt', 'ne', 'not', 'or', 'to', 'with'];
export const savNames = { most: 64, reserved } as const;
const MOST_TEXT = 32_767;

/** A reason for a missing number is this number plus its place: a range that SPSS is told to take as missing. */
export const SAV_MISSING = -9_999_900;
const SECONDS_A_DAY = 86_400;
/** Days from 1582-10-14, where SPSS counts from, to 1970. */
const DAYS_TO_1970 = 141_428;

interface Variable {
  readonly column: TableColumn;
  readonly long: string;
  /** Of eight characters, for the records that know no longer ones. */
  readonly short: string;
  /** Bytes of a text; 0 for a number. */
  readonly width: number;
  /** The number for a cell; undefined: missing. */
  readonly number: (cell: TableCell, row: TableRow) => number | undefined;
  readonly labels: readonly (readonly [value: number, label: string])[];
  readonly missing: readonly [lowest: number, highest: number] | null;
}

/**
 * A table as a system file of SPSS: codes are labelled numbers, reasons user-missing values besides their own column, dates
 * are dates, everything is UTF-8 and byte-compressed. Labels are in one language, those of the other are attributes.
 */
export async function* savOfTable(given: DescribedTable, language: 'en' | 'zh'): AsyncGenerator<Buffer> {
  const table = withSplitTexts(given, MOST_TEXT);
  const variables = variablesOf(table, language);
  const sink = new ByteSink();
  header(sink, table, variables, language);
  dictionary(sink, table, variables, language);
  const body = new SavBody(sink);
  yield* rowsInto(sink, table, (row) => {
    for (let i = 0; i < variables.length; i++) {
      const variable = variables[i] as Variable;
      const cell = row[i] as TableCell;
      if (variable.width > 0) body.text(typeof cell === 'string' ? cell : '', variable.width);
      else body.number(variable.number(cell, row));
    }
  });
  body.end();
  yield sink.take();
}

function variablesOf({ columns }: DescribedTable, language: 'en' | 'zh'): Variable[] {
  const names = shortNames(
    columns.map(({ name }) => name),
    savNames,
  );
  const reasons = reasonsOf(columns);
  const shorts = uniqueShorts(columns);
  return columns.map((column, i): Variable => {
    const named = { column, long: names.get(column.name) ?? column.name, short: shorts[i] ?? '' };
    if (column.type === 'text' || column.type === 'partialDate') {
      const none = { labels: [], missing: null, number: () => undefined };
      return { ...named, width: Math.max(1, column.bytes), ...none };
    }
    const numbers = numbersOf(column);
    const value = valueOf(column, numbers);
    const reason = column.type === 'date' ? null : (reasons[i] ?? null);
    const labels: (readonly [number, string])[] = [
      ...(column.codes ?? []).map(({ number, label }): [number, string] => [number, label[language]]),
      ...(column.type === 'boolean' ? yesNo[language] : []),
      ...(reason?.column.codes ?? []).map(({ label }, at): [number, string] => [SAV_MISSING + at + 1, label[language]]),
    ];
    const most = reason?.column.codes?.length ?? 0;
    return {
      ...named,
      width: 0,
      labels,
      missing: reason ? [SAV_MISSING + 1, SAV_MISSING + most] : null,
      number: (cell, row) => {
        if (cell !== null) return value(cell);
        const why = reason && row[reason.place];
        return typeof why === 'string' ? SAV_MISSING + (reason?.numbers.get(why) ?? 0) : undefined;
      },
    };
  });
}

const yesNo = { en: [[0, 'No'], [1, 'Yes']], zh: [[0, '否'], [1, '是']] } as const satisfies Record<string, readonly (readonly [number, string])[]>; // prettier-ignore

function valueOf(column: TableColumn, numbers: ReadonlyMap<string, number>): (cell: TableCell) => number {
  switch (column.type) {
    case 'date':
      return (cell) => ((cell as number) + DAYS_TO_1970) * SECONDS_A_DAY;
    case 'code':
      return (cell) => codeNumber(numbers, cell, column);
    case 'boolean':
      return Number;
    default:
      return (cell) => {
        const value = cell as number;
        if (value > SAV_MISSING && value < SAV_MISSING + 100) {
          throw new Error(`${column.name}: ${value} is among the numbers that stand for missing values`);
        }
        return value;
      };
  }
}

/** One for each record of a variable: a text of more than 255 bytes is several. */
function uniqueShorts(columns: readonly TableColumn[]): string[] {
  return columns.map((_, i) => `V${i + 1}`);
}

function header(sink: ByteSink, table: DescribedTable, variables: readonly Variable[], language: 'en' | 'zh'): void {
  const elements = variables.reduce(
    (sum, { width }) => sum + segmentsOf(width).reduce((all, one) => all + Math.max(1, Math.ceil(one / 8)), 0),
    0,
  );
  sink.text('$FL2');
  sink.padded('@(#) SPSS DATA FILE HAIM Portal', 60, SPACE);
  sink.int32(2);
  sink.int32(elements);
  sink.int32(1);
  sink.int32(0);
  sink.int32(table.rows);
  sink.double(100);
  sink.text('01 Jan 7000:00:00');
  sink.padded(withinBytes(table.label[language], 64), 64, SPACE);
  sink.fill(0, 3);
}

function dictionary(
  sink: ByteSink,
  table: DescribedTable,
  variables: readonly Variable[],
  language: 'en' | 'zh',
): void {
  const places: number[] = [];
  let place = 1;
  for (const { column, width, short, missing } of variables) {
    places.push(place);
    for (const [part, bytes] of segmentsOf(width).entries()) {
      const shown = width === 0 ? numberFormat(column) : format(TEXT, Math.min(bytes, 255), 0);
      sink.int32(2);
      sink.int32(bytes);
      sink.int32(1);
      sink.int32(missing ? -2 : 0);
      sink.int32(shown);
      sink.int32(shown);
      sink.padded(part === 0 ? short : `${short}_${part}`, 8, SPACE);
      writeLabel(sink, withinBytes(column.label[language], 252));
      for (const end of missing ?? []) sink.double(end);
      const more = Math.max(1, Math.ceil(bytes / 8)) - 1;
      for (let k = 0; k < more; k++) {
        sink.int32(2);
        sink.int32(-1);
        sink.fill(0, 16);
        sink.fill(SPACE, 8);
      }
      place += 1 + more;
    }
  }
  for (const [i, { labels }] of variables.entries()) {
    if (labels.length > 0) writeValueLabels(sink, labels, places[i] ?? 0);
  }
  extension(sink, { subtype: 3, size: 4, ints: [1, 0, 0, -1, 1, 1, 2, 65001] });
  extension(sink, { subtype: 4, size: 8, doubles: [-Number.MAX_VALUE, Number.MAX_VALUE, -1.7976931348623155e308] });
  const measures = variables.flatMap(({ column, width }) =>
    segmentsOf(width).flatMap(() => [measureOf(column), width === 0 ? 8 : Math.min(40, width), width === 0 ? 1 : 0]),
  );
  extension(sink, { subtype: 11, size: 4, ints: measures });
  extension(sink, { subtype: 13, text: variables.map(({ short, long }) => `${short}=${long}`).join('\t') });
  const long = variables.filter(({ width }) => width > LONG_TEXT);
  if (long.length > 0) {
    const text = long.map(({ short, width }) => `${short}=${String(width).padStart(5, '0')}\0\t`).join('');
    extension(sink, { subtype: 14, text });
  }
  extension(sink, { subtype: 16, size: 8, counts: [1, table.rows] });
  extension(sink, { subtype: 18, text: attributes(variables, language) });
  extension(sink, { subtype: 20, text: 'UTF-8' });
  sink.int32(999);
  sink.int32(0);
}

function numberFormat({ type }: TableColumn): number {
  if (type === 'date') return format(DATE, 10, 0);
  return type === 'decimal' ? format(NUMBER, 16, 4) : format(NUMBER, 12, 0);
}

/** Nominal, or a scale. */
function measureOf({ type }: TableColumn): number {
  return type === 'integer' || type === 'decimal' || type === 'date' ? 3 : 1;
}
