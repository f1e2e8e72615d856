import { criticalValue } from '../numerics/normal.ts';

/** A share with Wilson limits; null, all three, of nothing. */
export interface WilsonShare {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** `x` of `n`, whole numbers, as `binomialInterval` has it by its usual method. */
export function wilsonShare(x: number, n: number, confidence: number): WilsonShare {
  if (n === 0) return { estimate: null, lower: null, upper: null };
  const [lower, upper] = scoreLimits(x, n, { confidence });
  return { estimate: x / n, lower, upper };
}

/** Wilson's limits of x / n, with n above 0; corrected for continuity if asked. */
export function scoreLimits(
  x: number,
  n: number,
  { confidence, isCorrected = false }: { confidence: number; isCorrected?: boolean },
): [number, number] {
  const z = criticalValue(confidence);
  // R shrinks the correction near one half, so that it never crosses the centre.
  const shift = isCorrected ? Math.min(0.5, Math.abs(x - n / 2)) / n : 0;
  const p = x / n;
  return [
    x === 0 ? 0 : Math.max(0, scoreLimit(p - shift, n, -z)),
    x === n ? 1 : Math.min(1, scoreLimit(p + shift, n, z)),
  ];
}

/** Root of the score equation (p - pi)² = z² pi (1 - pi) / n on the side of z's sign. */
function scoreLimit(p: number, n: number, z: number): number {
  const half = (z * z) / (2 * n);
  return (p + half + z * Math.sqrt((p * (1 - p)) / n + half / (2 * n))) / (1 + 2 * half);
}
