import { type CodeList, type FieldSpec, type Label } from '@haim/schema';
import { isMissing } from '../../tables/index.ts';
import { type FieldSource } from './import-map.ts';

/** What a cell means, or why it means nothing. */
export type Cell = { readonly value: unknown } | { readonly refused: Label; readonly rule: string };

const numeral = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  false: false,
  yes: true,
  no: false,
  '1': true,
  '0': false,
  是: true,
  否: false,
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
  if (trimmed === '' || source.missing?.includes(trimmed)) return { value: null };
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
  if (!numeral.test(trimmed)) return refuse('wrongType', 'a number', '数字');
  const factor = source.multiplyBy === 'monthDays' ? monthDays : source.multiplyBy;
  const product = Number(trimmed) * factor;
  return { value: spec.kind === 'integer' ? Math.round(product) : product };
}

function read(spec: FieldSpec, text: string): Cell {
  switch (spec.kind) {
    case 'integer':
    case 'decimal':
      return numeral.test(text) ? { value: Number(text) } : refuse('wrongType', 'a number', '数字');
    case 'boolean': {
      const value = booleans[text.toLowerCase()];
      return value === undefined
        ? refuse('wrongType', 'true, false, 1, 0, yes or no', '是、否、1、0、true 或 false')
        : { value };
    }
    case 'date': {
      const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
      if (!parts) return refuse('notADate', 'a date as YYYY-MM-DD', '日期 YYYY-MM-DD');
      const [, year = '', month = '', day = ''] = parts;
      return { value: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` };
    }
    case 'code':
      return { value: codeOf(spec.list, text) };
    default:
      return { value: text };
  }
}

/** The code, or the one code that is called so on the screen; any other text stays as it is, for checkRow to refuse. */
function codeOf({ codes }: CodeList, text: string): string {
  if (codes.some(({ code }) => code === text)) return text;
  const word = text.toLowerCase();
  const named = codes.filter(({ code, label, also = [] }) =>
    [code, label.en, label.zh, ...also].some((name) => name.toLowerCase() === word),
  );
  return named.length === 1 && named[0] ? named[0].code : text;
}

function refuse(rule: string, en: string, zh: string): Cell {
  return { refused: { en, zh }, rule };
}
