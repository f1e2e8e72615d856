import { invertSymmetric, multiply, quadraticForm } from './linear-algebra.ts';
import { quantileOf } from './samples.ts';

export interface SplineFit {
  /** [m] the fitted curve at the wanted places. */
  readonly estimate: number[];
  /** [m] variance of the curve where each value has variance 1. */
  readonly unitVariance: number[];
}

/** Interior knots; with the two at the ends a curve of four degrees of freedom, the intercept among them. */
const INTERIOR_KNOTS = 2;

/**
 * Least-squares fits of a natural cubic spline with four degrees of freedom, intercept included.
 *
 * @param x - [n] places, in any order. @param at - [m] places at which the curve is wanted, within the range of x; as in R's
 * plot.cox.zph the knots are the thirds of both together.
 * @returns what fits [n] values; null where the places are too few to tell four coefficients apart.
 *
 * Source: Hastie, Tibshirani & Friedman 2009, section 5.2.1 (the basis).
 */
export function naturalSpline(
  x: readonly number[],
  at: readonly number[],
): ((values: readonly number[]) => SplineFit) | null {
  const sorted = Float64Array.from([...x, ...at]).sort();
  const [first, last] = [sorted[0] as number, sorted[sorted.length - 1] as number];
  if (!(last > first)) return null;
  const inner = Array.from({ length: INTERIOR_KNOTS }, (_, i) => quantileOf(sorted, (i + 1) / (INTERIOR_KNOTS + 1)));
  const knots = [first, ...inner, last].map((knot) => (knot - first) / (last - first));
  const size = knots.length;
  const basis = (place: number) => naturalBasis((place - first) / (last - first), knots);
  const rows = x.map(basis);
  const cross = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const row of rows) {
    row.forEach((b, i) => {
      const sums = cross[i] as number[];
      for (let j = 0; j < size; j++) sums[j] = (sums[j] as number) + b * (row[j] as number);
    });
  }
  const inverse = knots.every(Number.isFinite) ? invertSymmetric(cross) : null;
  if (inverse === null) return null;
  const wanted = at.map(basis);
  const unitVariance = wanted.map((row) => quadraticForm(inverse, row));
  return (values) => {
    const right = new Array<number>(size).fill(0);
    rows.forEach((row, k) => row.forEach((b, i) => (right[i] = (right[i] as number) + b * (values[k] as number))));
    const coefficients = multiply(inverse, right);
    const curve = (row: number[]) => row.reduce((sum, b, k) => sum + b * (coefficients[k] as number), 0);
    return { estimate: wanted.map(curve), unitVariance };
  };
}

/** 1, x and differences of truncated cubes, which are straight beyond the ends: 0 and 1. */
function naturalBasis(x: number, knots: readonly number[]): number[] {
  const cube = (knot: number) => Math.max(0, x - knot) ** 3;
  const bend = (knot: number) => (knot < 1 ? (cube(knot) - cube(1)) / (1 - knot) : NaN);
  const before = bend(knots[knots.length - 2] as number);
  return [1, x, ...knots.slice(0, -2).map((knot) => bend(knot) - before)];
}
