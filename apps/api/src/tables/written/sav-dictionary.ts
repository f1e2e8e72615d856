import { type TableColumn } from '../described-table.ts';
import { type ByteSink, SPACE } from './byte-sink.ts';
import { withinBytes } from './short-names.ts';

/** Numbers of formats: A, F, and SDATE (2024/03/05). */
export const [TEXT, NUMBER, DATE] = [1, 5, 39] as const;

export function format(type: number, width: number, decimals: number): number {
  return (type << 16) | (width << 8) | decimals;
}

/** A text of more bytes than this is several variables one after the other, of which readers make one. */
export const LONG_TEXT = 255;
const SEGMENT = 252;

/** The widths of the variables that hold a text; one of 0 for a number. */
export function segmentsOf(width: number): number[] {
  if (width <= LONG_TEXT) return [width];
  const n = Math.ceil(width / SEGMENT);
  return Array.from({ length: n }, (_, k) => (k < n - 1 ? LONG_TEXT : width - k * SEGMENT));
}

export function writeLabel(sink: ByteSink, label: string): void {
  const bytes = Buffer.byteLength(label);
  sink.int32(bytes);
  sink.padded(label, Math.ceil(bytes / 4) * 4, SPACE);
}

const MOST_VALUE_LABEL = 120;

export function writeValueLabels(
  sink: ByteSink,
  labels: readonly (readonly [value: number, label: string])[],
  place: number,
): void {
  sink.int32(3);
  sink.int32(labels.length);
  for (const [value, given] of labels) {
    const label = withinBytes(given, MOST_VALUE_LABEL);
    const bytes = Buffer.byteLength(label);
    sink.double(value);
    sink.byte(bytes);
    sink.padded(label, Math.ceil((bytes + 1) / 8) * 8 - 1, SPACE);
  }
  sink.int32(4);
  sink.int32(1);
  sink.int32(place);
}

interface Extension {
  readonly subtype: number;
  readonly size?: number;
  readonly ints?: readonly number[];
  readonly doubles?: readonly number[];
  readonly counts?: readonly number[];
  readonly text?: string;
}

export function extension(
  sink: ByteSink,
  { subtype, size = 1, ints = [], doubles = [], counts = [], text }: Extension,
): void {
  sink.int32(7);
  sink.int32(subtype);
  sink.int32(size);
  sink.int32(text === undefined ? ints.length + doubles.length + counts.length : Buffer.byteLength(text));
  for (const value of ints) sink.int32(value);
  for (const value of doubles) sink.double(value);
  for (const value of counts) sink.uint64(value);
  if (text !== undefined) sink.text(text);
}

/** What SPSS has no place for: labels in the other language, codes as they are stored, units and notes. */
export function attributes(
  variables: readonly { readonly column: TableColumn; readonly long: string }[],
  language: 'en' | 'zh',
): string {
  const other = language === 'en' ? 'zh' : 'en';
  return variables
    .map(({ column, long }) => {
      const said: [string, string[]][] = [
        [`label_${other}`, [column.label[other]]],
        ['origin', [column.origin]],
        ...(column.unit === null ? [] : [['unit', [column.unit]] as [string, string[]]]),
        ...(column.standard === null ? [] : [['codes_of', [column.standard]] as [string, string[]]]),
        ...(column.codes === null
          ? []
          : ([
              ['codes', column.codes.map(({ code, number }) => `${number}=${code}`)],
              [`values_${other}`, column.codes.map(({ label, number }) => `${number}=${label[other]}`)],
            ] as [string, string[]][])),
        ...(column.note === null ? [] : [['note', [column.note.en]] as [string, string[]]]),
      ];
      const written = said.map(
        ([name, values]) => `${name}(${values.map((value) => `'${quoted(value)}'\n`).join('')})`,
      );
      return `${long}:${written.join('')}`;
    })
    .join('/');
}

function quoted(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll("'", "''");
}
