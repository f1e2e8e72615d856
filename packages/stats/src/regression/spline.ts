import { StatsInputError } from '../numerics/errors.ts';
import { quantileOf } from '../numerics/samples.ts';

/** Where Harrell puts the knots, as quantiles, for 3, 4 and 5 of them. */
const places = { 3: [0.1, 0.5, 0.9], 4: [0.05, 0.35, 0.65, 0.95], 5: [0.05, 0.275, 0.5, 0.725, 0.95] } as const;

/**
 * Knots of a restricted cubic spline at Harrell's quantiles.
 *
 * @param values - [n] finite.
 * @param count - 3, 4 or 5.
 * @returns distinct knots, ascending.
 * @throws StatsInputError where many equal values leave fewer than three distinct knots.
 *
 * Source: Harrell 2015, table 2.3.
 * Checked against: reference/evaluation.R (quantile).
 */
export function splineKnots(values: ArrayLike<number>, count: 3 | 4 | 5 = 4): number[] {
  if (values.length === 0) throw new StatsInputError('values', 'needs at least one subject');
  const sorted = Float64Array.from(values).sort();
  const knots = [...new Set(places[count].map((at) => quantileOf(sorted, at)))];
  if (knots.length < 3) throw new StatsInputError('values', 'need three distinct quantiles for a spline');
  return knots;
}

/**
 * Columns of a restricted cubic spline: linear beyond the outer knots.
 *
 * @param values - [n] finite; @param knots - at least three, ascending.
 * @returns the value itself and knots - 2 cubic columns, scaled by the squared span of the knots, as in Harrell's rcs.
 * @throws StatsInputError on fewer than three knots, or knots that do not ascend or lie within 1e-162 of each other.
 *
 * Source: Stone & Koo 1985; Harrell 2015.
 * Checked against: reference/evaluation.R (a Cox model on splines::ns with the same knots has the same fit).
 */
export function splineColumns(values: ArrayLike<number>, knots: readonly number[]): Float64Array[] {
  if (knots.length < 3 || knots.some((knot, i) => i > 0 && !(knot > (knots[i - 1] as number)))) {
    throw new StatsInputError('knots', 'must be three or more, ascending');
  }
  const [last, before] = [knots.at(-1) as number, knots.at(-2) as number];
  const scale = (last - (knots[0] as number)) ** 2;
  if (!(scale > 0)) throw new StatsInputError('knots', 'lie too close to each other');
  const cubed = (x: number) => (x > 0 ? x ** 3 : 0);
  const linear = Float64Array.from(values);
  return [
    linear,
    ...knots.slice(0, -2).map((knot) =>
      linear.map((x) => {
        const far = cubed(x - before) * (last - knot) - cubed(x - last) * (before - knot);
        return (cubed(x - knot) - far / (last - before)) / scale;
      }),
    ),
  ];
}
