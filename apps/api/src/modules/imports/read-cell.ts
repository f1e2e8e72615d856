import {
  dateExpected,
  type FieldSpec,
  type Label,
  missingMark,
  missingReason,
  readField,
  readNumber,
} from '@haim/schema';
import { isMissing } from '../../tables/index.ts';
import { type FieldSource } from './import-map.ts';

/** The value of a cell, the reason that it states for having none, or why it is refused. */
export type Cell =
  | { readonly value: unknown }
  | { readonly reason: string }
  | {
      readonly refused: Label;
      readonly rule: string;
      /** What the mapping takes. */
      readonly choices?: readonly string[];
    };

const notANumber = refuse('wrongType', 'a number', '数字');

/** The message for a cell that cannot be read; for a code it comes from checkRow, with the list. */
const unreadable: Partial<Record<FieldSpec['kind'], Cell>> = {
  integer: notANumber,
  decimal: notANumber,
  boolean: refuse('wrongType', 'true, false, 1, 0, yes or no', '是、否、1、0、true 或 false'),
};

/** What a row has for a field. */
export interface GivenCell {
  readonly text: string;
  /** What stands for a missing value, where the format itself says that it is one. */
  readonly mark?: string;
  /** What the column of reasons has. */
  readonly reasons?: string;
}

/** An export without free texts says so in the place of a reason: such a value is not missing, and stays as stored. */
const WITHHELD = 'withheld';

/**
 * Turns the text of a cell into the value of a field. Ranges and code lists are checked afterwards, by checkRow; here a
 * value is only read, never guessed.
 *
 * @param given - the cell; null where the source is a constant.
 */
export function readCell(source: FieldSource, spec: FieldSpec, given: GivenCell | null, monthDays: number): Cell {
  if ('constant' in source) return { value: source.constant };
  if (given?.mark !== undefined) return missingBy(source, given.mark) ?? statedReason(given);
  const trimmed = (given?.text ?? '').trim();
  if (trimmed === '') return statedReason(given);
  if (trimmed.startsWith(missingMark)) return reasonFrom(trimmed.slice(missingMark.length).trim());
  const missing = missingBy(source, trimmed);
  if (missing) return missing;
  const isListed = source.values !== undefined && Object.hasOwn(source.values, trimmed);
  if (!isListed && isMissing(trimmed)) return { value: null };
  if (source.values) {
    if (!isListed) {
      const known = Object.keys(source.values);
      const words = `one of ${known.join(', ')} (as the mapping lists)`;
      return { ...refuse('notInMapping', words, `映射所列之一：${known.join('、')}`), choices: known };
    }
    return { value: source.values[trimmed] };
  }
  if (source.multiplyBy === undefined) return read(spec, source, trimmed);
  const number = readNumber(trimmed);
  if (number === null) return notANumber;
  const product = number * (source.multiplyBy === 'monthDays' ? monthDays : source.multiplyBy);
  return { value: spec.kind === 'integer' ? Math.round(product) : product };
}

/** What the column of reasons says of a cell without a value. */
function statedReason(given: GivenCell | null): Cell {
  const reason = (given?.reasons ?? '').trim();
  return isMissing(reason) || reason === WITHHELD ? { value: null } : reasonFrom(reason);
}

type ColumnSource = Extract<FieldSource, { column: string }>;

/** Whether the mapping takes a text as missing, and for which reason. */
function missingBy({ missing }: ColumnSource, text: string): Cell | null {
  if (Array.isArray(missing)) return missing.includes(text) ? { value: null } : null;
  return missing && Object.hasOwn(missing, text) ? { reason: missing[text] ?? '' } : null;
}

function read(spec: FieldSpec, source: ColumnSource, text: string): Cell {
  const value = readField(spec, spec.kind === 'date' ? dateText(source, text) : text);
  if (value === null && spec.kind === 'date') {
    const { en, zh } = dateExpected(spec.partial);
    return refuse('notADate', en, zh);
  }
  return value === null ? (unreadable[spec.kind] ?? { value: text }) : { value };
}

const dayOrMonthFirst = /^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})$/;
const timeOfDay = /[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(\s*[ap]\.?m\.?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** The date with its year first, as far as the mapping says how it is written. */
function dateText({ dates, withTime }: ColumnSource, text: string): string {
  const day = withTime ? text.replace(timeOfDay, '') : text;
  if (dates === undefined) return day;
  const [, first, second, year] = dayOrMonthFirst.exec(day.normalize('NFKC').trim()) ?? [];
  if (!first || !second || !year) return day;
  const [month, date] = dates === 'dayFirst' ? [second, first] : [first, second];
  return `${year}-${month}-${date}`;
}

/** By code, or as shown on screen. */
function reasonFrom(text: string): Cell {
  const known = missingReason.codes.find(
    ({ code, label }) => code === text || label.en.toLowerCase() === text.toLowerCase() || label.zh === text,
  );
  if (known) return { reason: known.code };
  const marks = missingReason.codes.map(({ code }) => missingMark + code);
  return refuse('notInList', `one of ${marks.join(', ')}`, `以下之一：${marks.join('、')}`);
}

function refuse(rule: string, en: string, zh: string): Cell {
  return { refused: { en, zh }, rule };
}
