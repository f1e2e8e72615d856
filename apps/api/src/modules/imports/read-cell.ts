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
  | { readonly refused: Label; readonly rule: string };

const notANumber = refuse('wrongType', 'a number', '数字');

/** The message for a cell that cannot be read; for a code it comes from checkRow, with the list. */
const unreadable: Partial<Record<FieldSpec['kind'], Cell>> = {
  integer: notANumber,
  decimal: notANumber,
  boolean: refuse('wrongType', 'true, false, 1, 0, yes or no', '是、否、1、0、true 或 false'),
};

/**
 * Turns the text of a cell into the value of a field. Ranges and code lists are checked afterwards, by checkRow; here a
 * value is only read, never guessed.
 *
 * @param text - the cell; null where the source is a constant.
 */
export function readCell(source: FieldSource, spec: FieldSpec, text: string | null, monthDays: number): Cell {
  if ('constant' in source) return { value: source.constant };
  const trimmed = (text ?? '').trim();
  if (trimmed === '') return { value: null };
  if (trimmed.startsWith(missingMark)) return reasonFrom(trimmed.slice(missingMark.length).trim());
  if (Array.isArray(source.missing)) {
    if (source.missing.includes(trimmed)) return { value: null };
  } else if (source.missing && Object.hasOwn(source.missing, trimmed)) {
    return { reason: source.missing[trimmed] ?? '' };
  }
  const isListed = source.values !== undefined && Object.hasOwn(source.values, trimmed);
  if (!isListed && isMissing(trimmed)) return { value: null };
  if (source.values) {
    if (!isListed) {
      const known = Object.keys(source.values);
      return refuse(
        'notInMapping',
        `one of ${known.join(', ')} (as the mapping lists)`,
        `映射所列之一：${known.join('、')}`,
      );
    }
    return { value: source.values[trimmed] };
  }
  if (source.multiplyBy === undefined) return read(spec, trimmed);
  const number = readNumber(trimmed);
  if (number === null) return notANumber;
  const product = number * (source.multiplyBy === 'monthDays' ? monthDays : source.multiplyBy);
  return { value: spec.kind === 'integer' ? Math.round(product) : product };
}

function read(spec: FieldSpec, text: string): Cell {
  const value = readField(spec, text);
  if (value === null && spec.kind === 'date') {
    const { en, zh } = dateExpected(spec.partial);
    return refuse('notADate', en, zh);
  }
  return value === null ? (unreadable[spec.kind] ?? { value: text }) : { value };
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
