import { type DescribedTable, type TableCell, type TableColumn, type TableRow } from '../described-table.ts';
import { ByteSink, SPACE } from './byte-sink.ts';
import { reasonsOf } from './missing-marks.ts';
import { rowsInto } from './rows-into.ts';
import { shortNames, withinBytes } from './short-names.ts';
import { withSplitTexts } from './split-texts.ts';

export const xptNames = { most: 8, isUpper: true } as const;
/** Bytes of the longest text, of a label, and of a record of the file. */
const [MOST_TEXT, MOST_LABEL, RECORD] = [200, 40, 80] as const;
/** Days from 1960, where SAS counts from, to 1970. */
const DAYS_TO_1970 = 3653;

interface Variable {
  readonly column: TableColumn;
  readonly name: string;
  /** Of a text; numbers have 8. */
  readonly bytes: number;
  readonly isText: boolean;
  readonly write: (sink: ByteSink, cell: TableCell, row: TableRow) => void;
}

/**
 * A table as a SAS transport file of version 5, which every reader knows: names of eight characters, labels of forty
 * bytes, texts of two hundred (longer ones continue in further columns). Codes are texts as they are stored; reasons are
 * special missing values (.A, .B …) of numbers besides their own column. Texts are UTF-8.
 */
export async function* xptOfTable(given: DescribedTable, at: Date): AsyncGenerator<Buffer> {
  const table = withSplitTexts(given, MOST_TEXT);
  const variables = variablesOf(table);
  const sink = new ByteSink();
  header(sink, table, variables, at);
  const before = sink.total;
  yield* rowsInto(sink, table, (row) => {
    for (let i = 0; i < variables.length; i++) {
      const { write } = variables[i] as Variable;
      write(sink, row[i] as TableCell, row);
    }
  });
  sink.fill(SPACE, (RECORD - ((sink.total - before) % RECORD)) % RECORD);
  yield sink.take();
}

function variablesOf({ columns }: DescribedTable): Variable[] {
  const names = shortNames(
    columns.map(({ name }) => name),
    xptNames,
  );
  const reasons = reasonsOf(columns);
  return columns.map((column, i): Variable => {
    const named = { column, name: names.get(column.name) ?? column.name };
    if (column.type === 'text' || column.type === 'partialDate' || column.type === 'code') {
      const longest = Math.max(0, ...(column.codes ?? []).map(({ code }) => Buffer.byteLength(code)));
      const bytes = Math.max(1, column.bytes, longest);
      const write = (sink: ByteSink, cell: TableCell) =>
        sink.padded(typeof cell === 'string' ? cell : '', bytes, SPACE);
      return { ...named, bytes, isText: true, write };
    }
    const reason = reasons[i] ?? null;
    const shift = column.type === 'date' ? DAYS_TO_1970 : 0;
    const write = (sink: ByteSink, cell: TableCell, row: TableRow): void => {
      if (cell !== null) return ibmDouble(sink, Number(cell) + shift);
      const why = reason && row[reason.place];
      const place = typeof why === 'string' ? (reason?.numbers.get(why) ?? 0) : 0;
      sink.byte(place === 0 ? 0x2e : 0x40 + place);
      sink.fill(0, 7);
    };
    return { ...named, bytes: 8, isText: false, write };
  });
}

/** A number in the floating point of IBM mainframes: 56 bits of fraction, so that every double is exact. */
export function ibmDouble(sink: ByteSink, value: number): void {
  if (value === 0) {
    sink.fill(0, 8);
    return;
  }
  let exponent = 0;
  let fraction = Math.abs(value);
  // Powers of 16 are exact.
  while (fraction >= 1) {
    fraction /= 16;
    exponent++;
  }
  while (fraction < 1 / 16) {
    fraction *= 16;
    exponent--;
  }
  if (exponent < -64 || exponent > 63) throw new Error(`${value} is outside the numbers of a SAS transport file`);
  const high = Math.floor(fraction * 2 ** 24);
  const low = (fraction * 2 ** 24 - high) * 2 ** 32;
  sink.byte((value < 0 ? 0x80 : 0) | (exponent + 64));
  sink.byte(high >>> 16);
  sink.byte((high >>> 8) & 0xff);
  sink.byte(high & 0xff);
  sink.int32be(low | 0);
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function header(sink: ByteSink, table: DescribedTable, variables: readonly Variable[], at: Date): void {
  const two = (n: number) => String(n).padStart(2, '0');
  const time = `${two(at.getUTCDate())}${months[at.getUTCMonth()]}${two(at.getUTCFullYear() % 100)}:${at.toISOString().slice(11, 19)}`;
  const record = (kind: string, counts: string) =>
    sink.padded(`HEADER RECORD*******${kind.padEnd(8)}HEADER RECORD!!!!!!!${counts.padEnd(30, '0')}`, RECORD, SPACE);
  const maker = `9.4     ${'HAIM'.padEnd(8)}`;
  record('LIBRARY ', '');
  sink.padded(`SAS     SAS     SASLIB  ${maker}${' '.repeat(24)}${time}`, RECORD, SPACE);
  sink.padded(time, RECORD, SPACE);
  record('MEMBER  ', '000000000000000001600000000140');
  record('DSCRPTR ', '');
  const name = xptTableName(table.name);
  sink.padded(`SAS     ${name.padEnd(8)}SASDATA ${maker}${' '.repeat(24)}${time}`, RECORD, SPACE);
  sink.padded(`${time}${' '.repeat(16)}${withinBytes(table.label.en, MOST_LABEL)}`, RECORD, SPACE);
  record('NAMESTR ', `000000${String(variables.length).padStart(4, '0')}`);
  const before = sink.total;
  let place = 0;
  for (const [i, { column, name: short, bytes, isText }] of variables.entries()) {
    sink.int16be(isText ? 2 : 1);
    sink.int16be(0);
    sink.int16be(bytes);
    sink.int16be(i + 1);
    sink.padded(short, 8, SPACE);
    sink.padded(xptLabel(column), MOST_LABEL, SPACE);
    const shown = column.type === 'date' ? (['YYMMDD', 10] as const) : (['', 0] as const);
    sink.padded(shown[0], 8, SPACE);
    sink.int16be(shown[1]);
    sink.int16be(0);
    sink.int16be(0);
    sink.fill(0, 2);
    sink.padded(shown[0], 8, SPACE);
    sink.int16be(shown[1]);
    sink.int16be(0);
    sink.int32be(place);
    sink.fill(0, 52);
    place += bytes;
  }
  sink.fill(SPACE, (RECORD - ((sink.total - before) % RECORD)) % RECORD);
  record('OBS     ', '');
}

/** In English, since a reader may take the bytes for any encoding; the other language is in the dictionary. */
function xptLabel({ label, unit }: TableColumn): string {
  const text = unit === null ? label.en : `${label.en} (${unit})`;
  const plain = text
    .replaceAll('²', '2')
    .replaceAll('µ', 'u')
    .replaceAll('⁹', '9')
    .replaceAll('≥', '>=')
    .replaceAll('≤', '<=');
  return withinBytes(plain.replaceAll(/[^\x20-\x7e]/g, '?'), MOST_LABEL);
}

/** A data set has at most eight characters too. */
export function xptTableName(name: string): string {
  return shortNames([name], xptNames).get(name) ?? name;
}
