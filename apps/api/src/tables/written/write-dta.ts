import {
  codeNumber,
  numbersOf,
  type DescribedTable,
  type TableCell,
  type TableColumn,
  type TableRow,
} from '../described-table.ts';
import { ByteSink } from './byte-sink.ts';
import { type Characteristic, characteristicsOf, type LabelSet, valueLabelBytes, variableLabel } from './dta-labels.ts';
import { reasonsOf } from './missing-marks.ts';
import { rowsInto } from './rows-into.ts';
import { shortNames } from './short-names.ts';
import { withSplitTexts } from './split-texts.ts';

/** Reserved words of Stata. */
const reserved = [
  ...[
    '_all',
    '_b',
    'byte',
    '_coef',
    '_cons',
    'double',
    'float',
    'if',
    'in',
    'int',
    'long',
    '_n',
    '_pi',
    '_pred',
    '_rc',
  ],
  ...['_skip', 'str', 'strl', 'using', 'with'],
];
export const dtaNames = { most: 32, reserved } as const;
/** Bytes of the longest fixed text. */
const MOST_TEXT = 2045;
/** Days from 1960, where Stata counts from, to 1970. */
const DAYS_TO_1970 = 3653;
const [LONG, DOUBLE] = [65_528, 65_526] as const;
/** `.`; the extended ones follow it, `.a` the next. */
const LONG_MISSING = 2_147_483_621;
/** The two high bytes of `.` as a double; `.a` has 1 in the next, `.b` 2. */
const DOUBLE_MISSING = 0x7fe0_0000;

interface Variable {
  readonly column: TableColumn;
  readonly name: string;
  readonly type: number;
  readonly bytes: number;
  readonly write: (sink: ByteSink, cell: TableCell, row: TableRow) => void;
  readonly labels: LabelSet | null;
}

/**
 * A table as a data set of Stata 14 and later (format 118): codes are labelled numbers, reasons extended missing values
 * (.a, .b …) besides their own column, dates are dates. Labels are in both languages: `label language zh`.
 */
export async function* dtaOfTable(given: DescribedTable, language: 'en' | 'zh', at: Date): AsyncGenerator<Buffer> {
  const table = withSplitTexts(given, MOST_TEXT);
  const variables = variablesOf(table);
  const sink = new ByteSink();
  const labels = valueLabelBytes(variables.flatMap(({ labels: set }) => (set ? [set] : [])));
  header(sink, table, variables, { labels, language, at });
  yield* rowsInto(sink, table, (row) => {
    for (let i = 0; i < variables.length; i++) {
      const { write } = variables[i] as Variable;
      write(sink, row[i] as TableCell, row);
    }
  });
  sink.text('</data><strls></strls>');
  sink.bytes(labels);
  sink.text('</stata_dta>');
  yield sink.take();
}

function variablesOf({ columns }: DescribedTable): Variable[] {
  const names = shortNames(
    columns.map(({ name }) => name),
    dtaNames,
  );
  const reasons = reasonsOf(columns);
  return columns.map((column, i): Variable => {
    const named = { column, name: names.get(column.name) ?? column.name };
    if (column.type === 'text' || column.type === 'partialDate') {
      const bytes = Math.max(1, column.bytes);
      const write = (sink: ByteSink, cell: TableCell) => sink.padded(typeof cell === 'string' ? cell : '', bytes, 0);
      return { ...named, type: bytes, bytes, write, labels: null };
    }
    const reason = reasons[i] ?? null;
    const missing = (row: TableRow): number => {
      const why = reason && row[reason.place];
      return typeof why === 'string' ? (reason?.numbers.get(why) ?? 0) : 0;
    };
    const values = (column.codes ?? []).map(({ number, label }) => ({ value: number, label }));
    const yesNo = column.type === 'boolean' ? [{ value: 0, label: no }, { value: 1, label: yes }] : []; // prettier-ignore
    const why = (reason?.column.codes ?? []).map(({ label }, at) => ({ value: LONG_MISSING + at + 1, label }));
    const all = [...values, ...yesNo, ...why];
    const labels = all.length > 0 ? { number: i + 1, values: all } : null;
    if (column.type === 'decimal') {
      const write = (sink: ByteSink, cell: TableCell, row: TableRow): void => {
        if (cell !== null) return sink.double(cell as number);
        sink.int32(0);
        sink.int32(DOUBLE_MISSING + missing(row) * 256);
      };
      return { ...named, type: DOUBLE, bytes: 8, write, labels };
    }
    const numbers = numbersOf(column);
    const write = (sink: ByteSink, cell: TableCell, row: TableRow): void =>
      sink.int32(cell === null ? LONG_MISSING + missing(row) : whole(column, numbers, cell));
    return { ...named, type: LONG, bytes: 4, write, labels };
  });
}

const yes = { en: 'Yes', zh: '是' };
const no = { en: 'No', zh: '否' };

function whole(column: TableColumn, numbers: ReadonlyMap<string, number>, cell: TableCell): number {
  if (column.type === 'code') return codeNumber(numbers, cell, column);
  const value = Number(cell) + (column.type === 'date' ? DAYS_TO_1970 : 0);
  if (value >= LONG_MISSING) throw new Error(`${column.name}: ${value} is too large for a whole number of Stata`);
  return value;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function header(
  sink: ByteSink,
  table: DescribedTable,
  variables: readonly Variable[],
  { labels, language, at }: { labels: Buffer; language: 'en' | 'zh'; at: Date },
): void {
  const k = variables.length;
  sink.text('<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>');
  sink.uint16(k);
  sink.text('</K><N>');
  sink.uint64(table.rows);
  sink.text('</N><label>');
  const title = [...table.label[language]].slice(0, 80).join('');
  sink.uint16(Buffer.byteLength(title));
  sink.text(title);
  sink.text('</label><timestamp>');
  const day = `${String(at.getUTCDate()).padStart(2, '0')} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  sink.byte(17);
  sink.text(`${day} ${at.toISOString().slice(11, 16)}`);
  sink.text('</timestamp></header>');
  const parts: [string, number][] = [
    ['variable_types', 2 * k],
    ['varnames', 129 * k],
    ['sortlist', 2 * (k + 1)],
    ['formats', 57 * k],
    ['value_label_names', 129 * k],
    ['variable_labels', 321 * k],
  ];
  const characteristics = characteristicsOf(variables, language);
  const width = variables.reduce((sum, { bytes }) => sum + bytes, 0);
  const map = sink.total;
  const offsets = [0, map];
  let next = map + tagged('map', 14 * 8);
  for (const [tag, bytes] of [
    ...parts,
    ['characteristics', characteristicBytes(characteristics)],
    ['data', width * table.rows],
    ['strls', 0],
  ] as [string, number][]) {
    offsets.push(next);
    next += tagged(tag, bytes);
  }
  // `labels` comes with its tags.
  offsets.push(next, next + labels.length, next + labels.length + '</stata_dta>'.length);
  sink.text('<map>');
  for (const offset of offsets) sink.uint64(offset);
  sink.text('</map><variable_types>');
  for (const { type } of variables) sink.uint16(type);
  sink.text('</variable_types><varnames>');
  for (const { name } of variables) sink.padded(name, 129, 0);
  sink.text('</varnames><sortlist>');
  sink.fill(0, 2 * (k + 1));
  sink.text('</sortlist><formats>');
  for (const variable of variables) sink.padded(formatOf(variable), 57, 0);
  sink.text('</formats><value_label_names>');
  for (const { labels: set } of variables) sink.padded(set ? `${language}${set.number}` : '', 129, 0);
  sink.text('</value_label_names><variable_labels>');
  for (const { column } of variables) sink.padded(variableLabel(column, language), 321, 0);
  sink.text('</variable_labels><characteristics>');
  for (const one of characteristics) {
    sink.text('<ch>');
    sink.int32(258 + Buffer.byteLength(one.content) + 1);
    sink.padded(one.of, 129, 0);
    sink.padded(one.name, 129, 0);
    sink.text(one.content);
    sink.byte(0);
    sink.text('</ch>');
  }
  sink.text('</characteristics><data>');
}

function characteristicBytes(all: readonly Characteristic[]): number {
  return all.reduce((sum, { content }) => sum + '<ch></ch>'.length + 4 + 258 + Buffer.byteLength(content) + 1, 0);
}

function tagged(tag: string, bytes: number): number {
  return 2 * tag.length + 5 + bytes;
}

function formatOf({ column, bytes }: Variable): string {
  switch (column.type) {
    case 'date':
      return '%tdCCYY-NN-DD';
    case 'decimal':
      return '%10.0g';
    case 'text':
    case 'partialDate':
      return `%-${Math.min(bytes, 200)}s`;
    default:
      return '%12.0g';
  }
}
