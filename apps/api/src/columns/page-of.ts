import { codesOfVariable, type SubjectVariable } from '@haim/schema';
import { type Block, columnOfBlock } from './block.ts';
import { textAt, valueAt } from './column.ts';
import { type BlockOrder, type CostOf, firstRows } from './kernels/page.ts';
import { type Outside } from './kernels/outside.ts';
import { compareIds, idAt, idsOf } from './patient-ids.ts';
import { compareTexts } from './words.ts';

export type PageKey = string | number | null;

/** The position of a patient: the sort value of the page, and the tie-breakers. */
export interface PagePlace {
  readonly key: PageKey;
  readonly code: string;
  readonly id: string;
}

export interface PageOrder {
  /** Of the portal, or of a field of the study. */
  readonly variable: SubjectVariable;
  readonly descending: boolean;
  readonly most: number;
  /** The last patient of the previous page. */
  readonly after: PagePlace | null;
}

interface Part {
  readonly block: Block;
  readonly outside: Outside;
}

/** The first patients of a cohort in an order, a missing value last in either direction, ties by code and then id. */
export function pageOf(parts: readonly Part[], { variable, descending, most, after }: PageOrder): PagePlace[] {
  const isByCode = variable.name === 'code';
  const costs = isByCode ? null : costsOf(parts, variable, descending, after?.key ?? null);
  const found = parts.flatMap(({ block, outside }, i) => {
    const fromEnd = isByCode && descending;
    const costOf: CostOf = costs?.ofBlock[i] ?? (() => 0);
    const row = after === null ? (fromEnd ? block.rows - 1 : 0) : rowBeyond(block, after, fromEnd);
    const cost = after === null ? -Infinity : (costs?.ofAfter ?? 0);
    const order: BlockOrder = { costOf, fromEnd, from: { cost, row } };
    return firstRows(outside, order, most).map((at) => ({ block, row: at, cost: costOf(at) }));
  });
  const sign = isByCode && descending ? -1 : 1;
  return found
    .map((place) => ({ ...place, code: textAt(place.block.code, place.row) }))
    .sort((a, b) => {
      if (a.cost !== b.cost) return a.cost < b.cost ? -1 : 1;
      return sign * compareTexts(a.code, b.code) || compareIds(a.block.ids, a.row, b.block.ids, b.row);
    })
    .slice(0, most)
    .map(({ block, row, code }) => ({
      key: valueAt(columnOfBlock(block, variable.name), row),
      code,
      id: idAt(block.ids, row),
    }));
}

/**
 * The cost of a word is its place in the list of codes or, where only the study defines them, in alphabetical order.
 */
function costsOf(parts: readonly Part[], variable: SubjectVariable, descending: boolean, after: PageKey) {
  const sign = descending ? -1 : 1;
  const columns = parts.map(({ block }) => columnOfBlock(block, variable.name));
  const words = columns.flatMap((column) => (column.kind === 'codes' ? column.words : []));
  const ranks = rankOf(variable, typeof after === 'string' ? [...words, after] : words);
  const costOfWord = (word: string | undefined) => (word === undefined ? Infinity : sign * (ranks.get(word) ?? 0));
  const ofBlock = columns.map((column): CostOf => {
    if (column.kind === 'numbers') {
      const { values } = column;
      return (row) => {
        const value = values[row] as number;
        return Number.isNaN(value) ? Infinity : sign * value;
      };
    }
    if (column.kind === 'text') throw new Error(`${variable.name} is a text of its own in each row`);
    const { codes } = column;
    const costs = Float64Array.from([undefined, ...column.words], costOfWord);
    return (row) => costs[codes[row] as number] as number;
  });
  const ofAfter = after === null ? Infinity : typeof after === 'number' ? sign * after : costOfWord(after);
  return { ofBlock, ofAfter };
}

function rankOf(variable: SubjectVariable, words: readonly string[]): ReadonlyMap<string, number> {
  const list = codesOfVariable(variable);
  const sorted = [...new Set(words)].sort((a, b) => list.indexOf(a) - list.indexOf(b) || compareTexts(a, b));
  return new Map(sorted.map((word, rank) => [word, rank]));
}

/** The first row after a position among rows of one cost: rows are in the order of their codes. */
function rowBeyond(block: Block, { code, id }: PagePlace, fromEnd: boolean): number {
  let [low, high] = [0, block.rows];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareTexts(textAt(block.code, middle), code) < 0) low = middle + 1;
    else high = middle;
  }
  const isSame = low < block.rows && textAt(block.code, low) === code;
  const isBehind = isSame && compareIds(block.ids, low, idsOf([id]), 0) > 0;
  if (fromEnd) return isBehind ? low : low - 1;
  return isSame && !isBehind ? low + 1 : low;
}
