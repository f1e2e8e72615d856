import { type ColumnType } from '../described-table.ts';
import { type RecordMaker } from './read-table.ts';
import { type TextDecoding, textExpected, unpadded } from './text-encoding.ts';
import { clockText, writeDay, writeMonth } from './written-days.ts';

/** Days from 1960, where SAS counts from, to 1970. */
const DAYS_TO_1970 = 3653;
const SECONDS_A_DAY = 86_400;

export type SasKind = 'text' | 'number' | 'day' | 'moment' | 'month' | 'time';

const dayFormats =
  /^(DATE|(E8601|B8601|ND8601)?D[AN]|YYMMDD|MMDDYY|DDMMYY|JULIAN|JULDAY|WORDDAT|WEEKDAT|NLDATE|EURDFDD|MINGUO|WEEK[UVW])/;
const momentFormats = /^(DATETIME|(E8601|B8601)(DT|DZ|DN)|DTDATE|DATEAMPM|NLDATM|MDYAMPM)/;

/** What a number means is said by the format by which SAS shows it, and by nothing else. */
export function kindOf({ isText, format }: { readonly isText: boolean; readonly format: string }): SasKind {
  if (isText) return 'text';
  if (momentFormats.test(format)) return 'moment';
  if (dayFormats.test(format)) return 'day';
  if (/^(MONYY|YYMM|MMYY)/.test(format)) return 'month';
  return /^(TIME|TOD|HHMM|(E8601|B8601)T|MMSS)/.test(format) ? 'time' : 'number';
}

export function columnTypeOf(kind: SasKind): ColumnType {
  if (kind === 'text') return 'text';
  return kind === 'number' || kind === 'time' ? 'decimal' : 'date';
}

const sasWriters: Readonly<Record<Exclude<SasKind, 'text'>, (record: RecordMaker, value: number) => void>> = {
  number: (record, value) => record.value(String(value)),
  day: (record, value) => writeDay(record, value - DAYS_TO_1970),
  moment: (record, value) => writeDay(record, value / SECONDS_A_DAY - DAYS_TO_1970),
  month: (record, value) => writeMonth(record, value - DAYS_TO_1970),
  time: (record, value) => record.value(clockText(value)),
};

/** A variable of a data set: where its value is in a row, and how SAS shows it. */
export interface PlacedVariable {
  readonly isText: boolean;
  readonly format: string;
  readonly at: number;
  readonly bytes: number;
}

/**
 * Writes the value of a variable into a record.
 *
 * @param numberIn - a number of a row, or the mark of what is missing: `.`, `._`, `.A` to `.Z`.
 */
export function sasCell(
  variable: PlacedVariable,
  { decode }: TextDecoding,
  numberIn: (row: Buffer, at: number, bytes: number) => number | string,
): (row: Buffer, record: RecordMaker) => void {
  const { at, bytes } = variable;
  const kind = kindOf(variable);
  if (kind === 'text') {
    return (row, record) => {
      const plain = unpadded(row.subarray(at, at + bytes));
      const text = decode(plain);
      if (text === null) record.fault(plain.toString('latin1'), 'encoding', textExpected);
      else record.value(text);
    };
  }
  const write = sasWriters[kind];
  return (row, record) => {
    const value = numberIn(row, at, bytes);
    if (typeof value === 'number') write(record, value);
    else if (value === '.') record.value('');
    else record.missing(value);
  };
}
