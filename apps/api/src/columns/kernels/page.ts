import { type Block } from '../block.ts';
import { textAt } from '../column.ts';
import { compareIds } from '../patient-ids.ts';
import { type Outside } from './outside.ts';

export interface Place {
  readonly block: Block;
  readonly row: number;
  /** What the page is sorted by; NaN where it is missing. */
  readonly key: number;
}

export interface PagePart {
  readonly block: Block;
  readonly outside: Outside;
  readonly keyOf: (row: number) => number;
}

/**
 * The first patients of a cohort beyond a place, by key, then code, then id; a missing key is last in either direction.
 *
 * @param isBeyond - whether a row stands behind the end of the page before.
 */
export function firstPlaces(
  parts: readonly PagePart[],
  most: number,
  isDescending: boolean,
  isBeyond: (place: Place) => boolean,
): Place[] {
  const order = orderOf(isDescending);
  const best: Place[] = [];
  for (const { block, outside, keyOf } of parts) {
    for (let row = 0; row < block.rows; row++) {
      if (outside.by[row] !== 0) continue;
      const place = { block, row, key: keyOf(row) };
      const last = best.length === most ? best[most - 1] : undefined;
      if ((last && order(place, last) >= 0) || !isBeyond(place)) continue;
      if (last) best.pop();
      best.splice(insertionPlace(best, place, order), 0, place);
    }
  }
  return best;
}

export type Order = (a: Place, b: Place) => number;

export function orderOf(isDescending: boolean): Order {
  const sign = isDescending ? -1 : 1;
  return (a, b) => {
    if (a.key !== b.key) {
      const [isMissingA, isMissingB] = [Number.isNaN(a.key), Number.isNaN(b.key)];
      if (isMissingA !== isMissingB) return Number(isMissingA) - Number(isMissingB);
      if (!isMissingA) return sign * (a.key - b.key);
    }
    return byCode(a, b);
  };
}

function byCode(a: Place, b: Place): number {
  const [codeA, codeB] = [textAt(a.block.code, a.row), textAt(b.block.code, b.row)];
  if (codeA !== codeB) return codeA < codeB ? -1 : 1;
  return compareIds(a.block.ids, a.row, b.block.ids, b.row);
}

function insertionPlace(places: readonly Place[], place: Place, order: Order): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = places[middle];
    if (other && order(other, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
