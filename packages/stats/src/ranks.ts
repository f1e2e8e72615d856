/** The distinct values, ascending, and which of them each value is. */
export interface Places {
  readonly size: number;
  /** [n] from 0. */
  readonly place: Uint32Array;
}

/** Places of finite values. The values, not their indices, are sorted: numbers have a quick order of their own. */
export function placesOf(values: Float64Array): Places {
  const distinct = values.slice().sort();
  let size = 0;
  for (let i = 0; i < distinct.length; i++) {
    if (i === 0 || distinct[i] !== distinct[i - 1]) distinct[size++] = distinct[i] as number;
  }
  const place = new Uint32Array(values.length);
  for (let i = 0; i < place.length; i++) place[i] = find(distinct, size, values[i] as number);
  return { size, place };
}

/** Index of a value that is among the first `size`, which ascend. */
function find(sorted: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
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

/** Indices that put the values in ascending order. */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  return order.sort((a, b) => (values[a] as number) - (values[b] as number));
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
