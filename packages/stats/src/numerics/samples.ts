import { StatsInputError } from './errors.ts';

/** A labelled sample of finite values. */
export interface Sample {
  readonly label: string;
  readonly values: ArrayLike<number>;
}

export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (n - 1); null for a single value. */
  readonly standardDeviation: number | null;
}

/** @throws StatsInputError on an empty sample or a non-finite value. */
export function checkSample({ label, values }: Sample): void {
  if (values.length === 0) throw new StatsInputError(label, 'needs at least one value');
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new StatsInputError(label, `entry ${i}: must be finite, not ${values[i]}`);
  }
}

/** Size, mean and standard deviation of at least one value. */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i] as number;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((values[i] as number) - mean) ** 2;
  return { n, mean, standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : null };
}

/** Median; the mean of the two middle values for an even count. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Linear interpolation between order statistics (R's type 7). */
export function quantileOf(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (at - below) * (high - low);
}
