/** Where each row of the input goes when rows are sorted by stratum and time, and where runs of equal ones begin. */
export interface RowOrder {
  /** [n] the sorted row that input row i becomes. */
  readonly place: Uint32Array;
  /** [blocks + 1] first sorted row of each stratum and time that occurs, then n. */
  readonly blockStart: Uint32Array;
  /** [blocks] */
  readonly blockStratum: Uint32Array;
  /** [blocks] the time's place among all distinct times. */
  readonly blockPosition: Uint32Array;
}

/** Cells of (stratum, time) that may be counted one by one for each row; above that, rows are sorted twice instead. */
const CELLS_PER_ROW = 4;

/**
 * Stable sort by stratum, then by time.
 *
 * @param position - [n] which of `times` distinct times a row has.
 * @param stratum - [n] which of `strata` strata a row is in.
 */
export function orderRows(position: Uint32Array, times: number, stratum: Uint32Array, strata: number): RowOrder {
  const n = position.length;
  return strata === 1 || strata * times <= CELLS_PER_ROW * n + times
    ? orderByCells(position, times, stratum, strata)
    : orderTwice(position, times, stratum, strata);
}

/**
 * Counting sort over all cells of stratum and time. The input is read in order and written to its place: reading
 * it in sorted order would miss the cache at nearly every row.
 */
function orderByCells(position: Uint32Array, times: number, stratum: Uint32Array, strata: number): RowOrder {
  const n = position.length;
  const next = new Uint32Array(strata * times);
  for (let i = 0; i < n; i++) {
    const cell = (stratum[i] as number) * times + (position[i] as number);
    next[cell] = (next[cell] as number) + 1;
  }
  const present: number[] = [];
  const starts: number[] = [];
  let first = 0;
  for (let cell = 0; cell < next.length; cell++) {
    const rows = next[cell] as number;
    next[cell] = first;
    if (rows === 0) continue;
    present.push(cell);
    starts.push(first);
    first += rows;
  }
  const place = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const cell = (stratum[i] as number) * times + (position[i] as number);
    const at = next[cell] as number;
    next[cell] = at + 1;
    place[i] = at;
  }
  return {
    place,
    blockStart: Uint32Array.from([...starts, n]),
    blockStratum: Uint32Array.from(present, (cell) => Math.floor(cell / times)),
    blockPosition: Uint32Array.from(present, (cell) => cell % times),
  };
}

/** Many strata with many times leave most cells empty: two counting sorts, by time and then by stratum. */
function orderTwice(position: Uint32Array, times: number, stratum: Uint32Array, strata: number): RowOrder {
  const inputOrder = Uint32Array.from(position.keys());
  const order = countingSort(countingSort(inputOrder, position, times), stratum, strata);
  const place = new Uint32Array(order.length);
  const [starts, blockStratum, blockPosition]: [number[], number[], number[]] = [[], [], []];
  order.forEach((row, sorted) => {
    place[row] = sorted;
    const own = [stratum[row] as number, position[row] as number] as const;
    if (sorted > 0 && own[0] === blockStratum.at(-1) && own[1] === blockPosition.at(-1)) return;
    starts.push(sorted);
    blockStratum.push(own[0]);
    blockPosition.push(own[1]);
  });
  return {
    place,
    blockStart: Uint32Array.from([...starts, order.length]),
    blockStratum: Uint32Array.from(blockStratum),
    blockPosition: Uint32Array.from(blockPosition),
  };
}

function countingSort(rows: Uint32Array, key: Uint32Array, size: number): Uint32Array {
  const next = new Uint32Array(size + 1);
  for (let i = 0; i < rows.length; i++) {
    const slot = (key[i] as number) + 1;
    next[slot] = (next[slot] as number) + 1;
  }
  for (let i = 1; i <= size; i++) next[i] = (next[i] as number) + (next[i - 1] as number);
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const slot = next[key[row] as number] as number;
    next[key[row] as number] = slot + 1;
    sorted[slot] = row;
  }
  return sorted;
}
