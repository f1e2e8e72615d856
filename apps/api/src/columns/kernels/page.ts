import { type Outside } from './outside.ts';

/** What the rows of one block are sorted by: the least cost first, infinite where the value is missing. */
export type CostOf = (row: number) => number;

export interface BlockOrder {
  readonly costOf: CostOf;
  /** Rows of equal cost are in the block's order, which is that of the codes; or in reverse. */
  readonly fromEnd: boolean;
  /** Rows of less cost than this are before the page; of the same cost those before `row` as well. */
  readonly from: { readonly cost: number; readonly row: number };
}

/**
 * The first rows of a cohort in one block, in their order. One pass: among rows of equal cost the first met stays
 * before the others, so no text is compared.
 */
export function firstRows({ by }: Outside, { costOf, fromEnd, from }: BlockOrder, most: number): number[] {
  const [rows, costs]: [number[], number[]] = [[], []];
  for (let visit = 0; visit < by.length; visit++) {
    const row = fromEnd ? by.length - 1 - visit : visit;
    if (by[row] !== 0) continue;
    const cost = costOf(row);
    if (cost < from.cost || (cost === from.cost && (fromEnd ? row > from.row : row < from.row))) continue;
    const isFull = rows.length === most;
    if (isFull && cost >= (costs[most - 1] as number)) continue;
    let at = rows.length;
    while (at > 0 && (costs[at - 1] as number) > cost) at--;
    rows.splice(at, 0, row);
    costs.splice(at, 0, cost);
    if (isFull) {
      rows.pop();
      costs.pop();
    }
  }
  return rows;
}
