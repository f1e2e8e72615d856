import {
  type AdverseEventCriterion,
  type Between,
  type CohortFilter,
  daysSince1970,
  eventTermTest,
  type Period,
  type ValueCondition,
} from '@haim/schema';
import { type Block, columnOfBlock, type Events } from '../block.ts';
import { type CodeColumn, type Column, type NumberColumn, type TextColumn, textAt } from '../column.ts';

/** 1 for each row in which the filter holds; the meaning of a filter is `holds` of the schema. */
export function maskOf(block: Block, filter: CohortFilter): Uint8Array {
  if ('and' in filter) return combined(block, filter.and, 1, (a, b) => a & b);
  if ('or' in filter) return combined(block, filter.or, 0, (a, b) => a | b);
  if ('not' in filter) return maskOf(block, filter.not).map((holds) => holds ^ 1);
  if ('adverseEvent' in filter) return eventMask(block.events, filter.adverseEvent, block.rows);
  const column = columnOfBlock(block, filter.variable);
  if ('lessThan' in filter) return pairMask(column, columnOfBlock(block, filter.lessThan), block.rows);
  return conditionMask(column, filter, block.rows);
}

/** Quantities and dates are numbers; a missing one is NaN, which is less than nothing. */
function pairMask(column: Column, other: Column, rows: number): Uint8Array {
  const mask = new Uint8Array(rows);
  if (column.kind !== 'numbers' || other.kind !== 'numbers') throw new Error('only quantities and dates are compared');
  for (let row = 0; row < rows; row++) mask[row] = +((column.values[row] as number) < (other.values[row] as number));
  return mask;
}

function combined(
  block: Block,
  parts: readonly CohortFilter[],
  neutral: 0 | 1,
  join: (a: number, b: number) => number,
): Uint8Array {
  const mask = new Uint8Array(block.rows).fill(neutral);
  for (const part of parts) {
    const other = maskOf(block, part);
    for (let row = 0; row < mask.length; row++) mask[row] = join(mask[row] as number, other[row] as number);
  }
  return mask;
}

/** A term is examined once, however many patients had it. */
function eventMask(
  { starts, terms, grades, words }: Events,
  criterion: AdverseEventCriterion,
  rows: number,
): Uint8Array {
  const isTerm = eventTermTest(criterion);
  const table = Uint8Array.of(0, ...words.map((word) => Number(isTerm(word))));
  const mask = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let entry = starts[row] as number; entry < (starts[row + 1] as number); entry++) {
      const isMet = (grades[entry] as number) >= criterion.minimumGrade && table[terms[entry] as number] === 1;
      if (isMet) mask[row] = 1;
    }
  }
  return mask;
}

function conditionMask(column: Column, condition: ValueCondition, rows: number): Uint8Array {
  switch (column.kind) {
    case 'codes':
      return codeMask(column, condition);
    case 'numbers':
      return numberMask(column, condition);
    case 'text':
      return textMask(column, condition, rows);
  }
}

/** A word is examined once, however many rows have it. */
function codeMask({ codes, words }: CodeColumn, condition: ValueCondition): Uint8Array {
  const table = new Uint8Array(words.length + 1);
  table[0] = Number('isMissing' in condition && condition.isMissing);
  words.forEach((word, k) => (table[k + 1] = Number(wordHolds(word, condition))));
  const mask = new Uint8Array(codes.length);
  for (let row = 0; row < mask.length; row++) mask[row] = table[codes[row] as number] as number;
  return mask;
}

function wordHolds(word: string, condition: ValueCondition): boolean {
  if ('isMissing' in condition) return !condition.isMissing;
  if ('in' in condition) return condition.in.includes(word);
  if ('notIn' in condition) return !condition.notIn.includes(word);
  if ('contains' in condition) return word.toLowerCase().includes(condition.contains.toLowerCase());
  const [lowest, highest] = endsOf(condition.between);
  return Number(word) >= lowest && Number(word) <= highest;
}

function numberMask({ values }: NumberColumn, condition: ValueCondition): Uint8Array {
  const mask = new Uint8Array(values.length);
  if ('between' in condition) {
    const [lowest, highest] = endsOf(condition.between);
    for (let row = 0; row < mask.length; row++) {
      const value = values[row] as number;
      mask[row] = +(value >= lowest) & +(value <= highest);
    }
    return mask;
  }
  values.forEach((value, row) => {
    mask[row] = Number(Number.isNaN(value) ? isAskedMissing(condition) : wordHolds(String(value), condition));
  });
  return mask;
}

function isAskedMissing(condition: ValueCondition): boolean {
  return 'isMissing' in condition && condition.isMissing;
}

function textMask(column: TextColumn, condition: ValueCondition, rows: number): Uint8Array {
  const mask = new Uint8Array(rows);
  if ('contains' in condition) return markRowsWith(mask, column, condition.contains);
  for (let row = 0; row < rows; row++) mask[row] = Number(wordHolds(textAt(column, row), condition));
  return mask;
}

const lowered = new WeakMap<TextColumn, string>();

/** One search through all texts at once. A line feed ends a text, so that no text holds one. */
function markRowsWith(mask: Uint8Array, column: TextColumn, part: string): Uint8Array {
  const text = lowered.get(column) ?? column.text.toLowerCase();
  lowered.set(column, text);
  const wanted = part.toLowerCase();
  if (wanted.includes('\n')) return mask;
  let row = 0;
  for (let at = text.indexOf(wanted); at !== -1 && row < mask.length; at = text.indexOf(wanted, at)) {
    while ((column.starts[row + 1] ?? Infinity) <= at) row++;
    mask[row] = 1;
    at = column.starts[++row] ?? text.length;
  }
  return mask;
}

/** As the column holds them: a day as days since 1970. */
function endsOf([lowest, highest]: Between | Period): readonly [number, number] {
  const inColumn = (end: number | string) => (typeof end === 'string' ? daysSince1970(end) : end);
  return [lowest === null ? -Infinity : inColumn(lowest), highest === null ? Infinity : inColumn(highest)];
}
