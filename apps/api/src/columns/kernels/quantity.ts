export interface QuantitySummary {
  readonly n: number;
  readonly missing: number;
  readonly mean: number | null;
  readonly standardDeviation: number | null;
  readonly lowerQuartile: number | null;
  readonly median: number | null;
  readonly upperQuartile: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** The known values of a cohort's patients in one block, in order. */
export interface Tally {
  /** The distinct values of all patients of the block, ascending: the same array for every cohort. */
  readonly values: Float64Array;
  /** How many patients of the cohort have one of the first k values, at k. */
  readonly upTo: Uint32Array;
  readonly mean: number;
  /** Of the deviations from this mean, summed. */
  readonly squares: number;
}

/**
 * @param counts - patients by place among the distinct values, those without a value at 0. The tally takes the array: nothing
 * as long as the values is made for each cohort.
 */
export function tallyOf(distinct: Float64Array, counts: Uint32Array): Tally {
  const tally = { values: distinct, upTo: counts };
  counts[0] = 0;
  let [n, sum] = [0, 0];
  for (let k = 0; k < distinct.length; k++) {
    const count = counts[k + 1] as number;
    n += count;
    sum += count * (distinct[k] as number);
    counts[k + 1] = n;
  }
  if (n === 0) return { ...tally, mean: 0, squares: 0 };
  const rough = sum / n;
  // A second pass over the deviations corrects the rounding of the sum, and keeps the variance from cancelling.
  let [squares, rest] = [0, 0];
  for (let k = 0; k < distinct.length; k++) {
    const count = (counts[k + 1] as number) - (counts[k] as number);
    const deviation = (distinct[k] as number) - rough;
    squares += count * deviation * deviation;
    rest += count * deviation;
  }
  return { ...tally, mean: rough + rest / n, squares: Math.max(0, squares - (rest * rest) / n) };
}

/** Mean, standard deviation with n - 1, and quartiles by linear interpolation (R's type 7, its default), of all blocks. */
export function summarise(tallies: readonly Tally[], nPatients: number): QuantitySummary {
  const known = tallies.filter((tally) => sizeOf(tally) > 0);
  const n = known.reduce((sum, tally) => sum + sizeOf(tally), 0);
  const missing = nPatients - n;
  if (n === 0) return { n, missing, ...nothing };
  const first = known[0]?.mean ?? 0;
  const mean = first + known.reduce((sum, tally) => sum + sizeOf(tally) * (tally.mean - first), 0) / n;
  // Within the blocks and between them (Chan, Golub and LeVeque 1979).
  const squares = known.reduce((sum, tally) => sum + tally.squares + sizeOf(tally) * (tally.mean - mean) ** 2, 0);
  return {
    n,
    missing,
    mean,
    standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    lowerQuartile: quantile(known, n, 0.25),
    median: quantile(known, n, 0.5),
    upperQuartile: quantile(known, n, 0.75),
    minimum: valueAt(known, 0),
    maximum: valueAt(known, n - 1),
  };
}

const nothing = {
  mean: null,
  standardDeviation: null,
  lowerQuartile: null,
  median: null,
  upperQuartile: null,
  minimum: null,
  maximum: null,
};

const sizeOf = ({ upTo }: Tally): number => upTo.at(-1) ?? 0;

function quantile(tallies: readonly Tally[], n: number, p: number): number {
  const place = (n - 1) * p;
  const below = Math.floor(place);
  const lower = valueAt(tallies, below);
  if (below === place) return lower;
  return lower + (valueAt(tallies, below + 1) - lower) * (place - below);
}

/**
 * The value at place k, from 0, of all blocks' values in one order. Nothing is merged: what may still hold it is
 * narrowed in every block by the middle value of the block where most is left, so that a search takes a few
 * microseconds a block however many patients there are.
 */
function valueAt(tallies: readonly Tally[], k: number): number {
  const low = new Uint32Array(tallies.length);
  const high = Uint32Array.from(tallies, ({ values }) => values.length);
  const [at, after] = [low.slice(), low.slice()];
  for (;;) {
    const pivot = middleOfLargest(tallies, low, high);
    let [below, upTo] = [0, 0];
    for (let i = 0; i < tallies.length; i++) {
      const tally = tallies[i] as Tally;
      const place = placeOf(tally.values, pivot, low[i] as number, high[i] as number);
      at[i] = place;
      after[i] = place + Number(tally.values[place] === pivot);
      below += tally.upTo[place] as number;
      upTo += tally.upTo[after[i] as number] as number;
    }
    if (k < below) high.set(at);
    else if (k >= upTo) low.set(after);
    else return pivot;
  }
}

function middleOfLargest(tallies: readonly Tally[], low: Uint32Array, high: Uint32Array): number {
  let [largest, most] = [0, 0];
  for (let i = 0; i < tallies.length; i++) {
    const left = (high[i] as number) - (low[i] as number);
    if (left > most) [largest, most] = [i, left];
  }
  return tallies[largest]?.values[((low[largest] as number) + (high[largest] as number)) >> 1] as number;
}

/** Of the first value from `low` on, before `high`, that is not smaller; `high` if there is none. */
export function placeOf(values: Float64Array, wanted: number, low: number, high: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
