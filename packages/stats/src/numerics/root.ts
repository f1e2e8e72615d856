/**
 * Root of a continuous function between two points of opposite sign, by Brent's method.
 *
 * @param tolerance - width of the interval at which the search stops.
 * @returns the end of the last interval with the smaller function value; null when the signs agree.
 * Source: Brent 1973, chapter 4.
 */
export function findRoot(f: (x: number) => number, low: number, high: number, tolerance: number): number | null {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (fa > 0 === fb > 0) return null;
  let [c, fc] = [a, fa];
  for (let iteration = 0; iteration < 1000; iteration++) {
    const lastStep = b - a;
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const least = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    let step = (c - b) / 2;
    if (Math.abs(step) <= least || fb === 0) return b;
    if (Math.abs(lastStep) >= least && Math.abs(fa) > Math.abs(fb)) {
      step = interpolate({ a, b, c, fa, fb, fc }, lastStep, least) ?? step;
    }
    if (Math.abs(step) < least) step = step > 0 ? least : -least;
    [a, fa] = [b, fb];
    b += step;
    fb = f(b);
    if (fb > 0 === fc > 0 && fb !== 0) [c, fc] = [a, fa];
  }
  return b;
}

interface Bracket {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly fa: number;
  readonly fb: number;
  readonly fc: number;
}

/** Secant or inverse quadratic step; null if it would not stay well inside the bracket. */
function interpolate({ a, b, c, fa, fb, fc }: Bracket, lastStep: number, least: number): number | null {
  const width = c - b;
  let p: number;
  let q: number;
  if (a === c) {
    const s = fb / fa;
    p = width * s;
    q = 1 - s;
  } else {
    const r = fa / fc;
    const s = fb / fc;
    const t = fb / fa;
    p = t * (width * r * (r - s) - (b - a) * (s - 1));
    q = (r - 1) * (s - 1) * (t - 1);
  }
  if (p > 0) q = -q;
  else p = -p;
  const isInside = p < 0.75 * width * q - Math.abs(least * q) / 2 && p < Math.abs((lastStep * q) / 2);
  return isInside ? p / q : null;
}
