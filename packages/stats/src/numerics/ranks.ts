import { ascendingOrder } from './ascending-order.ts';
import { type Sample, sizeOf } from './samples.ts';

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

/** What tests on ranks need of samples that are ranked together, equal values sharing their mean rank. */
export interface RankSums {
  /** Values of each sample, and the sum of their ranks, from 1. */
  readonly sizes: number[];
  readonly sums: number[];
  /** Sum of t³ - t over the groups of t equal values; 0 without ties. */
  readonly tied: number;
}

/** Ranks the values of all samples together. Counted samples cost their entries, not their values. */
export function rankSums(samples: readonly Sample[]): RankSums {
  const total = samples.reduce((sum, { values }) => sum + values.length, 0);
  const values = new Float64Array(total);
  const times = new Float64Array(total).fill(1);
  const owner = new Uint32Array(total);
  let start = 0;
  samples.forEach(({ values: own, counts }, s) => {
    values.set(own, start);
    if (counts) times.set(counts, start);
    owner.fill(s, start, start + own.length);
    start += own.length;
  });
  const order = ascendingOrder(values);
  const sums = samples.map(() => 0);
  let [before, tied] = [0, 0];
  for (let from = 0; from < total;) {
    let to = from;
    let size = 0;
    while (to < total && values[order[to] as number] === values[order[from] as number]) {
      size += times[order[to] as number] as number;
      to++;
    }
    const rank = before + (size + 1) / 2;
    for (let i = from; i < to; i++) {
      const entry = order[i] as number;
      const sample = owner[entry] as number;
      sums[sample] = (sums[sample] as number) + (times[entry] as number) * rank;
    }
    tied += size ** 3 - size;
    before += size;
    from = to;
  }
  return { sizes: samples.map(sizeOf), sums, tied };
}
