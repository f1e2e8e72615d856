import { type DisclosureRule } from '@haim/schema';
import { type QuantitySummary } from '../kernels/quantity.ts';
import { toFigures } from './protect-counts.ts';

/** What is told of the values themselves; the least and the greatest are somebody's. */
export type ToldValues = Readonly<
  Record<'mean' | 'standardDeviation' | 'lowerQuartile' | 'median' | 'upperQuartile', number | null>
>;

/** Significant figures of what is told of values. */
export const mostFigures = 2;

/**
 * A mean and a standard deviation are moved by the farthest value, however many patients there are: of two selections with
 * and without the patient who has it, twelve times the sum is subtracted and the value is left. They are therefore told to
 * as many figures as no single patient of other centres moves by more than half of the last, or not at all. Nobody's distance moves
 * a quartile.
 *
 * @param all - of every centre.
 * @param foreign - of the patients whom the asker cannot read.
 */
export function toldValues(
  all: QuantitySummary,
  foreign: QuantitySummary,
  { minimumAtRisk }: Pick<DisclosureRule, 'minimumAtRisk'>,
): ToldValues {
  if (foreign.n < minimumAtRisk) return nothing;
  const { mean, standardDeviation: spread, lowerQuartile, median, upperQuartile } = all;
  const farthest = farthestOf(all, foreign);
  const n = Math.max(1, all.n - 1);
  const byOne = {
    mean: farthest / n,
    spread: spread ? Math.max(farthest ** 2 / spread ** 2 - 1, 1) * (spread / (2 * n)) : 0,
  };
  return {
    mean: steady(mean, byOne.mean),
    standardDeviation: steady(spread, byOne.spread),
    lowerQuartile: toFigures(lowerQuartile, mostFigures),
    median: toFigures(median, mostFigures),
    upperQuartile: toFigures(upperQuartile, mostFigures),
  };
}

/** How far the farthest patient of other centres is from the mean of all. */
function farthestOf({ mean }: QuantitySummary, { minimum, maximum }: QuantitySummary): number {
  if (mean === null || minimum === null || maximum === null) return 0;
  return Math.max(mean - minimum, maximum - mean);
}

/** To as many figures as one patient does not move; null where not even the first is steady. */
function steady(value: number | null, byOne: number): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  for (let figures = mostFigures; figures > 0; figures--) {
    const unit = value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - figures);
    if (byOne <= unit / 2) return toFigures(value, figures);
  }
  return null;
}

const nothing: ToldValues = {
  mean: null,
  standardDeviation: null,
  lowerQuartile: null,
  median: null,
  upperQuartile: null,
};
