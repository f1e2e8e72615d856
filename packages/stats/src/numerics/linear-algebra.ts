import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Share of a column's information that must remain after accounting for the columns before it. */
const COLLINEAR = 1e-9;

/** Inverse of a symmetric positive definite matrix given row by row; null when it is not one. */
export function invertSymmetric(rows: readonly (readonly number[])[]): number[][] | null {
  if (rows.length === 0) return [];
  // Scaling to unit diagonal first: covariates come in units that differ by many orders of magnitude.
  const scale = rows.map((row, i) => 1 / Math.sqrt(row[i] as number));
  if (!scale.every((s) => Number.isFinite(s))) return null;
  // Rounding makes sums differ across the diagonal in the last digit: one triangle is used for both.
  const scaled = rows.map((_, i) =>
    rows.map((_, j) => at(rows, Math.min(i, j), Math.max(i, j)) * product(scale, i, j)),
  );
  if (!scaled.every((row) => row.every(Number.isFinite))) return null;
  const factor = new CholeskyDecomposition(new Matrix(scaled));
  if (!factor.isPositiveDefinite() || smallestPivot(factor) < COLLINEAR) return null;
  const inverse = factor.solve(Matrix.eye(rows.length)).to2DArray();
  return inverse.map((row, i) => row.map((v, j) => v * product(scale, i, j)));
}

function at(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] as number;
}

function product(scale: readonly number[], i: number, j: number): number {
  return (scale[i] as number) * (scale[j] as number);
}

/** vᵀ · matrix · v. */
export function quadraticForm(matrix: readonly (readonly number[])[], v: readonly number[]): number {
  return dot(multiply(matrix, v), v);
}

/** matrix · v. */
export function multiply(matrix: readonly (readonly number[])[], v: readonly number[]): number[] {
  return matrix.map((row) => dot(row, v));
}

/** Sum of products of two vectors of equal length. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
}

/** The rows and columns of a matrix named by `keep`, in that order. */
export function submatrix(matrix: readonly (readonly number[])[], keep: readonly number[]): number[][] {
  return keep.map((i) => keep.map((j) => at(matrix, i, j)));
}

/**
 * Columns of a model that carry information of their own, going from the first to the last.
 *
 * @param information - [p, p] information matrix at the start.
 * @returns ascending indices; a constant column or one that repeats those before it is left out.
 */
export function independentColumns(information: readonly (readonly number[])[]): number[] {
  const kept: number[] = [];
  for (let j = 0; j < information.length; j++) {
    const own = at(information, j, j);
    if (own > 0 && invertSymmetric(submatrix(information, [...kept, j])) !== null) kept.push(j);
  }
  return kept;
}

function smallestPivot(factor: CholeskyDecomposition): number {
  return Math.min(...factor.lowerTriangularMatrix.diagonal()) ** 2;
}
