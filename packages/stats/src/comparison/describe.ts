import { statement, type Statement } from '@haim/schema';
import { ascendingOrder } from '../numerics/ascending-order.ts';
import { checkSample, moments, type Sample } from '../numerics/samples.ts';

export interface Description {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  readonly mean: number;
  /** With n - 1; null for a single value. */
  readonly standardDeviation: number | null;
  readonly minimum: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** The lower and the upper tertile. */
  readonly tertiles: readonly [number, number];
  readonly maximum: number;
  /** Third moment about the mean over the cube of the standard deviation, both with n; null where nothing varies. */
  readonly skewness: number | null;
}

/**
 * What a table of a population states of a quantity.
 *
 * @param sample - at least one finite value, listed or counted.
 * @returns size, mean with standard deviation, quartiles and tertiles by linear interpolation (R's type 7), range and skewness.
 * @throws StatsInputError on an empty sample, a non-finite value or a count that is not whole.
 *
 * Source: Hyndman & Fan 1996, type 7; skewness g1 of Joanes & Gill 1998.
 * Checked against: reference/goldens/tests_birthwt.json (mean, sd, median).
 */
export function describe(sample: Sample): Description {
  checkSample(sample);
  const { values, counts } = sample;
  const order = ascendingOrder(values);
  const { n, mean, standardDeviation } = moments(values, counts);
  const upTo = new Float64Array(order.length);
  let before = 0;
  for (let i = 0; i < order.length; i++) {
    const entry = order[i] as number;
    before += counts ? (counts[entry] as number) : 1;
    upTo[i] = before;
  }
  const at = (place: number): number => {
    let [low, high] = [0, order.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) <= place) low = middle + 1;
      else high = middle;
    }
    return values[order[low] as number] as number;
  };
  const quantile = (p: number): number => {
    const place = p * (n - 1);
    const below = Math.floor(place);
    const low = at(below);
    return below === place ? low : low + (place - below) * (at(below + 1) - low);
  };
  return {
    method: statement('described'),
    warnings: [],
    n,
    mean,
    standardDeviation,
    minimum: at(0),
    lowerQuartile: quantile(0.25),
    median: quantile(0.5),
    upperQuartile: quantile(0.75),
    tertiles: [quantile(1 / 3), quantile(2 / 3)],
    maximum: at(n - 1),
    skewness: skewnessOf(sample, mean, n),
  };
}

/** In units of the largest distance, so that the powers of tiny and of huge ones keep their digits. */
function skewnessOf({ values, counts }: Sample, mean: number, n: number): number | null {
  let farthest = 0;
  for (let i = 0; i < values.length; i++) farthest = Math.max(farthest, Math.abs((values[i] as number) - mean));
  // Of equal values the mean is off by rounding.
  if (farthest <= 1e-12 * Math.abs(mean)) return null;
  let [squares, cubes] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const distance = ((values[i] as number) - mean) / farthest;
    const times = counts ? (counts[i] as number) : 1;
    squares += times * distance ** 2;
    cubes += times * distance ** 3;
  }
  return cubes / n / (squares / n) ** 1.5;
}
