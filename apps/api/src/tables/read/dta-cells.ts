import { type DtaHead, dtaTypes, type DtaVariable, ended } from './dta-head.ts';
import { type DtaTail } from './dta-tail.ts';
import { type RecordMaker } from './read-table.ts';
import { type TextDecoding, textExpected } from './text-encoding.ts';
import { clockText, writeDay } from './written-days.ts';

export type DtaCell = (bytes: Buffer, record: RecordMaker) => void;

/** Days from 1960, where Stata counts from, to 1970. */
const DAYS_TO_1970 = 3653;
const DAY_MS = 86_400_000;
/** The number of `.`, and so of the first that is missing; `.a` follows. */
const firstMissing = { [dtaTypes.byte]: 101, [dtaTypes.int]: 32_741, [dtaTypes.long]: 2_147_483_621 } as const;
const [FLOAT_MISSING, FLOAT_STEP] = [0x7f00_0000, 0x800] as const;
const [DOUBLE_MISSING, DOUBLE_STEP] = [0x7fe0_0000, 0x100] as const;

export type DtaKind = 'text' | 'number' | 'day' | 'moment' | 'month' | 'time';

/** %td is a day, %tc milliseconds, %tm months; weeks, quarters and half-years are left as Stata counts them. */
export function kindOf({ type, format }: DtaVariable): DtaKind {
  if (type === dtaTypes.longText || type <= 2045) return 'text';
  const [, unit] = /^%-?(?:t([cCdm])|d)/.exec(format) ?? [null, undefined];
  if (/^%-?(td|d)/.test(format)) return 'day';
  if (unit === 'm') return 'month';
  if (unit !== 'c' && unit !== 'C') return 'number';
  // %tcHH:MM shows no day.
  return /^%-?t[cC][HhIiMmSs:.as ]+$/.test(format) && !/[Dd]|CC|YY|Mon|NN|nn/.test(format.slice(3)) ? 'time' : 'moment';
}

/** `.`, `.a` … by what is above the first number that is missing. */
function mark(place: number): string {
  return place === 0 ? '' : `.${String.fromCharCode(96 + place)}`;
}

interface ReadAs {
  readonly head: DtaHead;
  readonly tail: DtaTail;
  readonly texts: TextDecoding;
  /** The code that a number stands for. */
  readonly codes: ReadonlyMap<number, string>;
}

/** Writes the cell of a variable whose bytes begin at a place of a row. */
export function cellOf(variable: DtaVariable, at: number, { head, tail, texts, codes }: ReadAs): DtaCell {
  const kind = kindOf(variable);
  if (kind === 'text') return textCell(variable, at, head, tail, texts);
  const read = numberOf(variable.type, at, head);
  const write = writers[kind];
  return (bytes, record) => {
    const value = read(bytes);
    if (typeof value === 'string') {
      if (value === '') record.value('');
      else record.missing(value);
      return;
    }
    const code = codes.get(value);
    if (code === undefined) write(record, value);
    else record.value(code);
  };
}

const writers: Readonly<Record<Exclude<DtaKind, 'text'>, (record: RecordMaker, value: number) => void>> = {
  number: (record, value) => record.value(String(value)),
  day: (record, value) => writeDay(record, value - DAYS_TO_1970),
  moment: (record, value) => writeDay(record, value / DAY_MS - DAYS_TO_1970),
  month: (record, value) =>
    record.value(`${1960 + Math.floor(value / 12)}-${String((((value % 12) + 12) % 12) + 1).padStart(2, '0')}`),
  time: (record, value) => record.value(clockText(value / 1000)),
};

/** The number, or the mark of what is missing. */
function numberOf(type: number, at: number, { numbers }: DtaHead): (bytes: Buffer) => number | string {
  const { int16, int32, uint32, float, double } = numbers;
  const whole = (value: number, first: number) => (value < first ? value : mark(value - first));
  switch (type) {
    case dtaTypes.byte:
      return (bytes) => whole(bytes.readInt8(at), firstMissing[dtaTypes.byte]);
    case dtaTypes.int:
      return (bytes) => whole(int16(bytes, at), firstMissing[dtaTypes.int]);
    case dtaTypes.long:
      return (bytes) => whole(int32(bytes, at), firstMissing[dtaTypes.long]);
    case dtaTypes.float:
      return (bytes) => {
        const bits = uint32(bytes, at);
        if (bits >= FLOAT_MISSING && bits < 0x8000_0000) return mark((bits - FLOAT_MISSING) / FLOAT_STEP);
        return shortest(float(bytes, at));
      };
    default:
      return (bytes) => {
        const value = double(bytes, at);
        const isLittle = numbers.int16(ONE, 0) === 1;
        const high = uint32(bytes, isLittle ? at + 4 : at);
        if (high >= DOUBLE_MISSING && high < 0x8000_0000) return mark((high - DOUBLE_MISSING) / DOUBLE_STEP);
        return value;
      };
  }
}

const ONE = Buffer.from([1, 0]);

/** The shortest decimal number that is this one in single precision: 0.1, not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

function textCell({ type }: DtaVariable, at: number, head: DtaHead, tail: DtaTail, { decode }: TextDecoding): DtaCell {
  const key = longTextKey(head);
  return (bytes, record) => {
    const found =
      type === dtaTypes.longText ? tail.longTexts.get(key(bytes, at)) : ended(bytes.subarray(at, at + type));
    const text = found ? decode(found) : '';
    if (text === null) record.fault(found?.toString('latin1') ?? '', 'encoding', textExpected);
    else record.value(text);
  };
}

/** Variable and row whose long text a cell has: two numbers in eight bytes, of widths that depend on the version. */
function longTextKey({ version, numbers }: DtaHead): (bytes: Buffer, at: number) => string {
  const isLittle = numbers.int16(ONE, 0) === 1;
  const variableBytes = version === 117 ? 4 : version === 118 ? 2 : 3;
  return (bytes, at) => {
    const of = (from: number, length: number) =>
      isLittle ? bytes.readUIntLE(from, length) : bytes.readUIntBE(from, length);
    const rowBytes = 8 - variableBytes;
    return `${of(at, variableBytes)} ${of(at + variableBytes, rowBytes)}`;
  };
}
