import { type NumberColumn } from '../column.ts';
import { placeOf, type Tally } from './quantity.ts';

/**
 * Where the bins of a histogram begin and end: bin k holds the values from `edges[k]` on that are below `edges[k + 1]`.
 * At most 255 bins.
 */
export interface Bins {
  readonly scale: 'linear' | 'log' | 'calendar';
  readonly edges: readonly number[];
  /** The decimals that values have: the greatest value of a bin is one unit of the last of them below its upper edge. */
  readonly decimals: number;
}

/** What decides the bins of a quantity: of everybody, so that they stay when the selection changes. */
export interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
  readonly decimals: number;
}

const MOST_BINS = 20;
/** From this multiple of the median on, a linear scale would put nearly everybody into one bin. */
const SKEWED = 20;
const MOST_DECIMALS = 6;

/** Linear bins of 1, 2 or 5 units of a power of ten; on a logarithmic scale where the largest value is far from the median. */
export function binsOf(spread: Spread): Bins {
  const { minimum, median, maximum, decimals } = spread;
  const isSkewed = minimum >= 0 && maximum > 0 && maximum > SKEWED * median;
  return isSkewed ? { scale: 'log', edges: logEdges(spread), decimals } : linearBins(spread);
}

function linearBins({ minimum, maximum, decimals }: Spread): Bins {
  const unit = 10 ** -decimals;
  let step = niceStep(Math.max((maximum - minimum) / MOST_BINS, unit));
  // Rounded down to the step, the first bin may begin earlier and one more be needed.
  while (Math.floor(maximum / step) - Math.floor(minimum / step) >= MOST_BINS) step = niceStep(step * 1.01);
  const [first, last] = [Math.floor(minimum / step), Math.floor(maximum / step) + 1];
  const edges = Array.from({ length: last - first + 1 }, (_, k) => rounded((first + k) * step));
  return { scale: 'linear', edges, decimals };
}

/** The smallest of 1, 2, 5 times a power of ten that is not smaller. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least) + 1e-9);
  const times = [1, 2, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return rounded(times * power);
}

/** From 0, then 1, 2, 5, 10 and so on: at most six powers of ten below the maximum. */
function logEdges({ minimum, maximum }: Spread): number[] {
  const top = Math.floor(Math.log10(maximum)) + 1;
  const lowest = Math.max(minimum > 0 ? Math.floor(Math.log10(minimum)) : -Infinity, top - 6);
  const series: number[] = [];
  for (let power = lowest; power <= top; power++) for (const one of [1, 2, 5]) series.push(rounded(one * 10 ** power));
  const end = series.findIndex((edge) => edge > maximum) + 1;
  const start = series.findLastIndex((edge) => edge <= minimum);
  return start < 0 ? [0, ...series.slice(0, end)] : series.slice(start, end);
}

/** Without the noise that multiplying by a step of 0.1 leaves. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** Steps in months that people read time in. */
const calendarSteps = [1, 3, 6, 12, 24, 60, 120, 600, 1200] as const;

/**
 * Bins of whole months, quarters, years and so on, as few months in each as `most` bins permit.
 *
 * @param first - as days since 1970, like the edges.
 */
export function calendarBins(first: number, last: number, most: number): Bins {
  const [from, to] = [monthOf(first), monthOf(last)];
  const step = calendarSteps.find((one) => Math.floor(to / one) - Math.floor(from / one) < most) ?? 1200;
  const [start, end] = [Math.floor(from / step), Math.floor(to / step) + 1];
  const edges = Array.from({ length: end - start + 1 }, (_, k) => dayOfMonth((start + k) * step));
  return { scale: 'calendar', edges, decimals: 0 };
}

/** Months since the year 0. */
export function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** As days since 1970. */
export function dayOfMonth(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000;
}

/** The decimals that distinguish these values, up to six. */
export function decimalsOf(values: Float64Array): number {
  let decimals = 0;
  for (let k = 0; k < values.length && decimals < MOST_DECIMALS; k++) {
    const value = values[k] as number;
    while (decimals < MOST_DECIMALS && Number(value.toFixed(decimals)) !== value) decimals++;
  }
  return decimals;
}

/** Patients by bin, counted from 1, of the values that were counted already; 0 is nobody. */
export function countBins({ values, upTo }: Tally, { edges }: Bins): Uint32Array {
  const counts = new Uint32Array(edges.length);
  let from = 0;
  edges.forEach((edge, k) => {
    const to = placeOf(values, edge, from, values.length);
    if (k > 0) counts[k] = (upTo[to] as number) - (upTo[from] as number);
    from = to;
  });
  return counts;
}

const binned = new WeakMap<NumberColumn, Map<string, Uint8Array>>();

/** The bin of each row, counted from 1; 0 is missing, or outside of all bins. Found once for as long as the column lives. */
export function binCodes(column: NumberColumn, { edges }: Bins): Uint8Array {
  const ofColumn = binned.get(column) ?? new Map<string, Uint8Array>();
  binned.set(column, ofColumn);
  const key = edges.join();
  const codes = ofColumn.get(key) ?? placed(column.values, edges);
  // Bins change when somebody's value moves the ends: the former ones are of no use.
  if (ofColumn.size > 3) ofColumn.clear();
  ofColumn.set(key, codes);
  return codes;
}

function placed(values: Float64Array, edges: readonly number[]): Uint8Array {
  const codes = new Uint8Array(values.length);
  const [first = Infinity, last = -Infinity] = [edges[0], edges.at(-1)];
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (!(value >= first && value < last)) continue;
    let [low, high] = [0, edges.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (value >= (edges[middle] as number)) low = middle;
      else high = middle;
    }
    codes[row] = low + 1;
  }
  return codes;
}
