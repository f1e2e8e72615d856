import { ascendingOrder } from './ascending-order.ts';

/** The distinct values, ascending, and which of them each value is. */
export interface Places {
  readonly size: number;
  /** [n] from 0. */
  readonly place: Uint32Array;
}

/** Places of finite values. */
export function placesOf(values: ArrayLike<number>): Places {
  const order = ascendingOrder(values);
  const place = new Uint32Array(order.length);
  let size = 0;
  for (let i = 0; i < order.length; i++) {
    const here = order[i] as number;
    if (i > 0 && values[here] !== values[order[i - 1] as number]) size++;
    place[here] = size;
  }
  return { size: order.length === 0 ? 0 : size + 1, place };
}

/** Ranks from 1, ties sharing their mean rank. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/** Sizes of the groups of equal values, singletons included. */
export function tieSizes(values: ArrayLike<number>): number[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts.values()];
}
