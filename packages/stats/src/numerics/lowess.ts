/** Share of the points in a window. */
const SPAN = 2 / 3;
/** Points closer than this share of the range are interpolated linearly. */
const STEP = 0.01;

/**
 * Local straight lines with tricube weights, without the iterations that downweight outliers: a 0/1 outcome has none.
 *
 * @param x - [n] ascending. @param y - [n].
 * @returns [n] fitted values.
 * Source: Cleveland 1979; R's lowess(iter = 0).
 */
export function lowess(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const n = x.length;
  const fitted = new Float64Array(n);
  if (n < 2) {
    for (let i = 0; i < n; i++) fitted[i] = y[i] as number;
    return fitted;
  }
  const at = (i: number) => x[i] as number;
  const range = at(n - 1) - at(0);
  const width = Math.max(2, Math.min(n, Math.floor(SPAN * n + 1e-7)));
  const step = STEP * range;
  let [left, right] = [0, width - 1];
  let last = -1;
  for (let i = 0; ;) {
    while (right < n - 1 && at(i) - at(left) > at(right + 1) - at(i)) {
      left++;
      right++;
    }
    fitted[i] = fitAt(x, y, at(i), left, right, range) ?? (y[i] as number);
    if (last < i - 1) {
      const span = at(i) - at(last);
      for (let between = last + 1; between < i; between++) {
        const share = (at(between) - at(last)) / span;
        fitted[between] = share * (fitted[i] as number) + (1 - share) * (fitted[last] as number);
      }
    }
    last = i;
    const limit = at(last) + step;
    for (i = last + 1; i < n; i++) {
      if (at(i) > limit) break;
      if (at(i) === at(last)) {
        fitted[i] = fitted[last] as number;
        last = i;
      }
    }
    i = Math.max(last + 1, i - 1);
    if (last >= n - 1) return fitted;
  }
}

/** Weighted straight line through the window, read at one place; null without any weight. */
function fitAt(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  place: number,
  left: number,
  right: number,
  range: number,
): number | null {
  const n = x.length;
  const reach = Math.max(place - (x[left] as number), (x[right] as number) - place);
  const [near, far] = [0.001 * reach, 0.999 * reach];
  const weights: number[] = [];
  let total = 0;
  for (let j = left; j < n; j++) {
    const distance = Math.abs((x[j] as number) - place);
    if (distance > far) {
      if ((x[j] as number) > place) break;
      weights.push(0);
      continue;
    }
    const weight = distance <= near ? 1 : (1 - (distance / reach) ** 3) ** 3;
    weights.push(weight);
    total += weight;
  }
  if (!(total > 0)) return null;
  const share = weights.map((weight) => weight / total);
  const over = (value: (j: number) => number) => share.reduce((sum, w, k) => sum + w * value(left + k), 0);
  const centre = over((j) => x[j] as number);
  const spread = over((j) => ((x[j] as number) - centre) ** 2);
  const slope = Math.sqrt(spread) > 0.001 * range ? (place - centre) / spread : 0;
  return over((j) => (y[j] as number) * (1 + slope * ((x[j] as number) - centre)));
}
