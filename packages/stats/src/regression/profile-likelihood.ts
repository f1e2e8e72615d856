import { cubicSpline } from '../numerics/cubic-spline.ts';
import { criticalValue, normalQuantile } from '../numerics/distributions.ts';
import { fitLogistic, fixColumn, type LogisticDesign, type LogisticFit } from './logistic-fit.ts';
import { findRoot } from '../numerics/root.ts';

/**
 * - `exact`: the point where the likelihood has fallen by half the chi-square quantile, found to machine precision.
 * - `interpolated`: read off a spline through about ten points of the profile, as R's confint(glm) does; it differs from
 *   the exact point in the fourth digit or so.
 */
export type ProfileReading = 'exact' | 'interpolated';

/**
 * Profile-likelihood limits of one coefficient.
 *
 * @param k - column of the design.
 * @returns limits on the scale of the coefficient; null on a side where the profile never falls far enough.
 */
export function profileInterval(
  design: LogisticDesign,
  fit: LogisticFit,
  k: number,
  confidence: number,
  reading: ProfileReading,
): [lower: number | null, upper: number | null] {
  const stdErr = Math.sqrt(fit.covariance?.[k]?.[k] as number);
  const profile = new Profile(design, fit, k);
  if (reading === 'interpolated') return interpolated(profile, fit.beta[k] as number, stdErr, confidence);
  const z = criticalValue(confidence);
  return [exact(profile, fit.beta[k] as number, -stdErr, z), exact(profile, fit.beta[k] as number, stdErr, z)];
}

/** Signed root of the deviance lost when column `k` is held at a value. */
class Profile {
  private warm: readonly number[] | undefined;
  private readonly design: LogisticDesign;
  private readonly fit: LogisticFit;
  private readonly k: number;

  constructor(design: LogisticDesign, fit: LogisticFit, k: number) {
    this.design = design;
    this.fit = fit;
    this.k = k;
    this.warm = fit.beta.filter((_, j) => j !== k);
  }

  signedRoot(value: number): number {
    const held = fitLogistic(fixColumn(this.design, this.k, value), this.warm);
    if (held.covariance !== null) this.warm = held.beta;
    const lost = Math.max(0, 2 * (this.fit.logLikelihood - held.logLikelihood));
    return value < (this.fit.beta[this.k] as number) ? -Math.sqrt(lost) : Math.sqrt(lost);
  }
}

function exact(profile: Profile, estimate: number, stdErr: number, z: number): number | null {
  const target = stdErr < 0 ? -z : z;
  const miss = (value: number) => profile.signedRoot(value) - target;
  let reach = 1;
  // The profile is monotone; a side that has not fallen enough after 2^12 standard errors is flat.
  while (Math.abs(miss(estimate + reach * z * stdErr) + target) < z && reach < 4096) reach *= 2;
  const far = estimate + reach * z * stdErr;
  const scale = Math.abs(stdErr);
  return findRoot(miss, Math.min(estimate, far), Math.max(estimate, far), 1e-12 * scale);
}

function interpolated(
  profile: Profile,
  estimate: number,
  stdErr: number,
  confidence: number,
): [number | null, number | null] {
  // Far enough out for a quarter of the tail, in fifths.
  const furthest = -normalQuantile((1 - confidence) / 8);
  const points: [value: number, root: number][] = [[estimate, 0]];
  for (const side of [-1, 1]) {
    for (let step = 1, root = 0; step < 10 && Math.abs(root) < furthest; step++) {
      const value = estimate + side * step * (furthest / 5) * stdErr;
      root = profile.signedRoot(value);
      points.push([value, root]);
    }
  }
  points.sort(([a], [b]) => a - b);
  const spline = denseSpline(points);
  const tail = criticalValue(confidence);
  return [readAt(spline, -tail), readAt(spline, tail)];
}

/** Where the line through neighbouring points crosses a level; null outside them. */
function readAt(points: readonly (readonly [value: number, root: number])[], level: number): number | null {
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]] as [[number, number], [number, number]];
    if ((y0 <= level && level <= y1) || (y1 <= level && level <= y0))
      return x0 + ((level - y0) / (y1 - y0)) * (x1 - x0);
  }
  return null;
}

/** Cubic spline at three times as many evenly spaced points. */
function denseSpline(points: readonly (readonly [number, number])[]): [number, number][] {
  const x = points.map(([value]) => value);
  const curve = cubicSpline(
    x,
    points.map(([, root]) => root),
  );
  const [first, last] = [x[0] as number, x[x.length - 1] as number];
  const count = 3 * x.length;
  return Array.from({ length: count }, (_, i) => {
    const at = first + ((last - first) * i) / (count - 1);
    return [at, curve(at)];
  });
}
