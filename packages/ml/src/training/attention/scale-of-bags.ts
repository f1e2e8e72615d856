import { type BagRows, type SharedTraining } from './attention-threads.ts';

/** Below this share of its mean, the variation of a feature is float32 rounding. */
const CONSTANT_BELOW = 1e-6;

/**
 * Mean and deviation of each feature over all rows of some bags, from those of each bag; written into `centre` and, as
 * 1 / deviation, into `factor`. A feature that is constant there gets the factor 0.
 *
 * Source: Chan, Golub & LeVeque 1983, by pairs in the order given.
 */
export function scaleOfBags(
  chosen: readonly number[],
  bags: readonly BagRows[],
  { moments, centre, factor }: Pick<SharedTraining, 'moments' | 'centre' | 'factor'>,
): void {
  const width = centre.length;
  for (let j = 0; j < width; j++) {
    let [n, mean, squares] = [0, 0, 0];
    for (const bag of chosen) {
      const rows = bags[bag]?.rows ?? 0;
      const own = moments[2 * bag * width + j] ?? 0;
      const difference = own - mean;
      squares += (moments[(2 * bag + 1) * width + j] ?? 0) + (difference * difference * n * rows) / (n + rows);
      mean += (difference * rows) / (n + rows);
      n += rows;
    }
    const deviation = Math.sqrt(squares / n);
    centre[j] = mean;
    factor[j] = deviation > CONSTANT_BELOW * Math.max(Math.abs(mean), 1e-30) ? 1 / deviation : 0;
  }
}
