import { StatsInputError } from '../numerics/errors.ts';
import { type RocResult } from './roc.ts';

/**
 * The vertices of an ROC curve that a picture can show: the first and the last in each pixel that the curve enters. Drawn
 * on those pixels, whole and thinned curve cover the same ones, and near every vertex there is one in the same pixel.
 *
 * @param curve - from roc; the vertices in either order.
 * @param width - pixels of each side of the unit square, a whole number >= 1.
 * @returns places of the kept vertices, ascending, both ends among them; at most 4 * width.
 * @throws StatsInputError on a width that is not a whole number >= 1.
 *
 * Source: the values per column of pixels of Jugel et al. 2014 (M4), here per pixel, because the curve also rises within
 * a column.
 * Checked against: drawn-roc.test.ts, which draws whole and thinned curves into pixels and compares them.
 * Common wrong use: computing from the result. Areas, tests and tables need every vertex.
 */
export function drawnRoc({ sensitivity, specificity }: Pick<RocResult, 'sensitivity' | 'specificity'>, width: number) {
  if (!Number.isInteger(width) || width < 1) {
    throw new StatsInputError('width', `must be a whole number of at least 1, not ${width}`);
  }
  const along = (value = 0): number => Math.min(width - 1, Math.floor(value * width));
  const pixels = sensitivity.map((y, i) => along(1 - (specificity[i] ?? 0)) * width + along(y));
  return [...pixels.keys()].filter((i) => pixels[i] !== pixels[i - 1] || pixels[i] !== pixels[i + 1]);
}
