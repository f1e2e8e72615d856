import { StatsInputError } from './errors.ts';

/** A labelled sample of finite values. */
export interface Sample {
  readonly label: string;
  readonly values: ArrayLike<number>;
  /** How many times each value occurs, whole numbers from 1 on; without it once. A value may be listed several times. */
  readonly counts?: ArrayLike<number>;
}

/** How many values a sample has. */
export function sizeOf({ values, counts }: Sample): number {
  return counts ? sumOf(counts) : values.length;
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i] as number;
  return sum;
}

export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); null for a single value. */
  readonly standardDeviation: number | null;
}

/** @throws StatsInputError on an empty sample or a non-finite value. */
export function checkSample({ label, values, counts }: Sample): void {
  if (values.length === 0) throw new StatsInputError(label, 'needs at least one value');
  if (counts && counts.length !== values.length) {
    throw new StatsInputError(label, `has ${counts.length} counts for ${values.length} values`);
  }
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new StatsInputError(label, `entry ${i}: must be finite, not ${values[i]}`);
    if (counts && !(Number.isSafeInteger(counts[i]) && (counts[i] as number) > 0)) {
      throw new StatsInputError(label, `count ${i}: must be a whole number from 1 on, not ${counts[i]}`);
    }
  }
}

/** Size, mean and standard deviation of at least one value. */
export function moments(values: ArrayLike<number>, counts?: ArrayLike<number>): Moments {
  const n = counts ? sumOf(counts) : values.length;
  const timesOf = (i: number) => (counts ? (counts[i] as number) : 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += timesOf(i) * (values[i] as number);
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += timesOf(i) * ((values[i] as number) - mean) ** 2;
  return { n, mean, standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : null };
}

/** Linear interpolation between order statistics (R's type 7). */
export function quantileOf(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (at - below) * (high - low);
}
