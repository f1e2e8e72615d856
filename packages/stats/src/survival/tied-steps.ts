/** Sums over Efron's steps k = 0 … d - 1, in which tied events leave the risk set one d-th at a time. */
export interface StepSums {
  /** Of log(total). */
  readonly logs: number;
  /** Of 1 / total. */
  readonly inverses: number;
  /** Of 1 / total². */
  readonly squares: number;
}

/** Below this the sums' expansion is not exact to a double's last digits. */
const SMALLEST = 32;
/** Fewer steps are faster added one by one. */
const FEWEST = 12;

/**
 * The three sums of total(k) = total - dying k / steps, at a cost that does not grow with the number of steps.
 *
 * @param total - weight of the risk set, > 0.
 * @param dying - weight of the tied events, in (0, total].
 * @param steps - d, a whole number >= 1.
 * @returns what adding term by term gives, to about 1e-14.
 *
 * Source: Euler & Maclaurin's sum at midpoints (Abramowitz & Stegun 1964, 25.4.3).
 * Checked against: the terms added one by one.
 */
export function sumSteps(total: number, dying: number, steps: number): StepSums {
  // total(k) = unit * (x - k): a walk down whole steps.
  const unit = dying / steps;
  const x = total / unit;
  const summed = Math.min(steps, Math.floor(x - SMALLEST));
  let [logs, inverses, squares] = [0, 0, 0];
  let first = 0;
  if (summed >= FEWEST) {
    first = summed;
    const [from, to] = [x - summed + 0.5, x + 0.5];
    const growth = Math.log1p(summed / from);
    logs =
      summed * Math.log(unit) +
      (from * growth + summed * Math.log(to) - summed) -
      correction(from, to, (t) => 1 / t - 7 / (120 * t ** 3) + 31 / 1680 / t ** 5);
    inverses = (growth - correction(from, to, (t) => -1 / t ** 2 + 7 / (40 * t ** 4) - 31 / 336 / t ** 6)) / unit;
    squares =
      (summed / (from * to) - correction(from, to, (t) => -2 / t ** 3 + 7 / (10 * t ** 5) - 31 / 56 / t ** 7)) /
      unit ** 2;
  }
  for (let k = first; k < steps; k++) {
    const left = total - (k / steps) * dying;
    logs += Math.log(left);
    inverses += 1 / left;
    squares += 1 / left ** 2;
  }
  return { logs, inverses, squares };
}

/** The derivatives' part, 1/24 f' - 7/5760 f''' + 31/967680 f⁽⁵⁾, written with 1/24 in front. */
function correction(from: number, to: number, derivatives: (t: number) => number): number {
  return (derivatives(to) - derivatives(from)) / 24;
}
