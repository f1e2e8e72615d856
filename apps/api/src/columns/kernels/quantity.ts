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
  /** Ascending, each once. */
  readonly values: Float64Array;
  /** How many patients have one of the first k values, at k. */
  readonly upTo: Uint32Array;
  readonly mean: number;
  /** Of the deviations from this mean, summed. */
  readonly squares: number;
}

/** @param counts - patients by place among the distinct values, those without a value at 0. */
export function tallyOf(distinct: Float64Array, counts: Uint32Array): Tally {
  const { values, upTo } = occurringOf(distinct, counts);
  const n = upTo.at(-1) ?? 0;
  if (n === 0) return { values, upTo, mean: 0, squares: 0 };
  let sum = 0;
  for (let k = 0; k < values.length; k++)
    sum += (values[k] as number) * ((upTo[k + 1] as number) - (upTo[k] as number));
  const rough = sum / n;
  // A second pass over the deviations corrects the rounding of the sum, and keeps the variance from cancelling.
  let [squares, rest] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    const count = (upTo[k + 1] as number) - (upTo[k] as number);
    const deviation = (values[k] as number) - rough;
    squares += count * deviation * deviation;
    rest += count * deviation;
  }
  return { values, upTo, mean: rough + rest / n, squares: Math.max(0, squares - (rest * rest) / n) };
}

function occurringOf(distinct: Float64Array, counts: Uint32Array): Pick<Tally, 'values' | 'upTo'> {
  const values = new Float64Array(distinct.length);
  const upTo = new Uint32Array(distinct.length + 1);
  let [k, n] = [0, 0];
  for (let code = 1; code < counts.length; code++) {
    if (counts[code] === 0) continue;
    values[k] = distinct[code - 1] as number;
    n += counts[code] as number;
    upTo[++k] = n;
  }
  // Without the room that was not needed; where every value occurs, one array serves all cohorts.
  return { values: k === distinct.length ? distinct : values.slice(0, k), upTo: upTo.slice(0, k + 1) };
}

/** Mean, standard deviation with n - 1, and quartiles by linear interpolation (R's type 7, its default), of all blocks. */
export function summarise(tallies: readonly Tally[], nPatients: number): QuantitySummary {
  const known = tallies.filter(({ values }) => values.length > 0);
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
    minimum: Math.min(...known.map(({ values }) => values.at(0) ?? Infinity)),
    maximum: Math.max(...known.map(({ values }) => values.at(-1) ?? -Infinity)),
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
