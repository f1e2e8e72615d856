import { type Outside } from './outside.ts';

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

/** The known values of a cohort's patients, written to `target` from `at` on. @returns how many. */
export function gather(values: Float64Array, { by }: Outside, target: Float64Array, at: number): number {
  let n = 0;
  for (let row = 0; row < by.length; row++) {
    const value = values[row] as number;
    if (by[row] === 0 && value === value) target[at + n++] = value;
  }
  return n;
}

/**
 * Mean, standard deviation with n - 1, and quartiles by linear interpolation (R's type 7, its default).
 * @param known - without missing values; comes back in another order.
 */
export function summarise(known: Float64Array, nPatients: number): QuantitySummary {
  const n = known.length;
  const missing = nPatients - n;
  if (n === 0) return { n, missing, ...nothing };
  let [minimum, maximum, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < n; i++) {
    const value = known[i] as number;
    sum += value;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const rough = sum / n;
  // A second pass over the deviations corrects the rounding of the sum, and keeps the variance from cancelling.
  let [squares, rest] = [0, 0];
  for (let i = 0; i < n; i++) {
    const deviation = (known[i] as number) - rough;
    squares += deviation * deviation;
    rest += deviation;
  }
  const variance = n > 1 ? (squares - (rest * rest) / n) / (n - 1) : null;
  return {
    n,
    missing,
    mean: rough + rest / n,
    standardDeviation: variance === null ? null : Math.sqrt(Math.max(0, variance)),
    ...quartiles(known),
    minimum,
    maximum,
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

/** The median first: each quartile is then searched for in its own half. */
function quartiles(values: Float64Array) {
  const last = values.length - 1;
  const median = quantile(values, 0.5, 0, last);
  const middle = Math.floor(last / 2);
  return {
    lowerQuartile: quantile(values, 0.25, 0, Math.min(middle + 1, last)),
    median,
    upperQuartile: quantile(values, 0.75, middle, last),
  };
}

/**
 * Interpolates between the two neighbouring values, both found without sorting the rest.
 * @param from - up to `to`, the range in which both are known to be.
 */
function quantile(values: Float64Array, p: number, from: number, to: number): number {
  const place = (values.length - 1) * p;
  const below = Math.floor(place);
  const lower = select(values, below, from, to);
  if (below === place) return lower;
  let [upper, at] = [Infinity, below + 1];
  for (let i = below + 1; i <= to; i++) {
    if ((values[i] as number) < upper) [upper, at] = [values[i] as number, i];
  }
  // Put in its place too, so that the next search finds the halves in order.
  swap(values, at, below + 1);
  return lower + (upper - lower) * (place - below);
}

/**
 * Moves the k-th smallest value to place k, smaller ones before and larger ones behind it (Floyd and Rivest 1975,
 * Algorithm 489): about 1.5 comparisons per value, where sorting takes twenty.
 */
function select(values: Float64Array, k: number, from: number, to: number): number {
  let [left, right] = [from, to];
  while (right > left) {
    if (right - left > 600) {
      const n = right - left + 1;
      const i = k - left + 1;
      const z = Math.log(n);
      const s = 0.5 * Math.exp((2 * z) / 3);
      const spread = 0.5 * Math.sqrt((z * s * (n - s)) / n) * (i < n / 2 ? -1 : 1);
      select(
        values,
        k,
        Math.max(left, Math.floor(k - (i * s) / n + spread)),
        Math.min(right, Math.floor(k + ((n - i) * s) / n + spread)),
      );
    }
    const pivot = values[k] as number;
    let [i, j] = [left, right];
    swap(values, left, k);
    if ((values[right] as number) > pivot) swap(values, left, right);
    while (i < j) {
      swap(values, i, j);
      i++;
      j--;
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
    }
    if (values[left] === pivot) swap(values, left, j);
    else swap(values, ++j, right);
    if (j <= k) left = j + 1;
    if (k <= j) right = j - 1;
  }
  return values[k] as number;
}

function swap(values: Float64Array, i: number, j: number): void {
  const value = values[i] as number;
  values[i] = values[j] as number;
  values[j] = value;
}
