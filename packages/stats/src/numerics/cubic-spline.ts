import { Matrix, solve } from 'ml-matrix';

/**
 * Interpolating cubic spline whose third derivative in the first and last interval is that of the cubic through the
 * four points at that end.
 *
 * @param x - at least four ascending knots. @param y - values at them.
 * Source: Forsythe, Malcolm & Moler 1977, section 4.4.
 */
export function cubicSpline(x: readonly number[], y: readonly number[]): (at: number) => number {
  const n = x.length;
  const width = (i: number) => (x[i + 1] as number) - (x[i] as number);
  const slope = (i: number) => ((y[i + 1] as number) - (y[i] as number)) / width(i);
  const bend = (i: number) => (slope(i) - slope(i - 1)) / ((x[i + 1] as number) - (x[i - 1] as number));
  const third = (i: number) => (bend(i + 2) - bend(i + 1)) / ((x[i + 3] as number) - (x[i] as number));
  const system = Matrix.zeros(n, n);
  const right = Matrix.zeros(n, 1);
  // Unknowns are a sixth of the second derivatives; inner rows make the first derivative continuous.
  for (let i = 1; i < n - 1; i++) {
    system.set(i, i - 1, width(i - 1));
    system.set(i, i, 2 * (width(i - 1) + width(i)));
    system.set(i, i + 1, width(i));
    right.set(i, 0, slope(i) - slope(i - 1));
  }
  system.set(0, 0, -1).set(0, 1, 1);
  right.set(0, 0, width(0) * third(0));
  system.set(n - 1, n - 2, -1).set(n - 1, n - 1, 1);
  right.set(n - 1, 0, width(n - 2) * third(n - 4));
  const c = solve(system, right).getColumn(0);
  return (at) => {
    let i = 0;
    while (i < n - 2 && at > (x[i + 1] as number)) i++;
    const [h, left, next] = [width(i), c[i] as number, c[i + 1] as number];
    const d = at - (x[i] as number);
    return (y[i] as number) + d * (slope(i) - h * (next + 2 * left) + d * (3 * left + (d * (next - left)) / h));
  };
}
