import betainc from '@stdlib/math-base-special-betainc';
import gammainc from '@stdlib/math-base-special-gammainc';
import betaQuantileLibrary from '@stdlib/stats-base-dists-beta-quantile';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

export { checkConfidence, criticalValue, normalQuantile } from './normal.ts';

// Upper tails are computed directly: 1 - cdf loses every digit of a small p value.

/** P(chi-square with `df` degrees of freedom > x); null unless df > 0. */
export function chiSquareUpperTail(x: number, df: number): number | null {
  if (!(df > 0) || !(x >= 0)) return null;
  return x === Infinity ? 0 : gammainc(x / 2, df / 2, true, true);
}

/** P(|Z| > |z|) for a standard normal Z. */
export function normalTwoSided(z: number): number {
  return 2 * normalCdf(-Math.abs(z), 0, 1);
}

/** Standard normal distribution function. */
export function normalCumulative(z: number): number {
  return normalCdf(z, 0, 1);
}

/** P(|T| > |t|) for Student's t with `df` (possibly fractional) degrees of freedom. */
export function studentTwoSided(t: number, df: number): number {
  return betainc(df / (df + t * t), df / 2, 0.5, true, false);
}

/**
 * Upper quantile of Student's t: P(T > result) = `tail`, tail in (0, 0.5). Via the beta distribution: df / (df + t²).
 */
export function studentUpperQuantile(tail: number, df: number): number {
  const share = betaQuantileLibrary(2 * tail, df / 2, 0.5);
  return Math.sqrt((df * (1 - share)) / share);
}

/** P(F > x) for Fisher's F. */
export function fUpperTail(x: number, df1: number, df2: number): number {
  if (x === Infinity) return 0;
  return betainc(df2 / (df2 + df1 * x), df2 / 2, df1 / 2, true, false);
}

/** Quantile of the beta distribution. */
export function betaQuantile(p: number, alpha: number, beta: number): number {
  return betaQuantileLibrary(p, alpha, beta);
}
