import type { Covariate } from './cox-design.ts';
import { StatsInputError } from '../numerics/errors.ts';

/**
 * Columns of a categorical variable against its first level (treatment coding).
 *
 * @param name - the variable; a column is named name + level, as R does.
 * @param values - [n] levels.
 * @param levels - at least two; the first is the reference. Values outside them are refused.
 * @returns levels - 1 columns of n zeros and ones, all of one `term`.
 * @throws StatsInputError on fewer than two levels or an unknown value.
 *
 * Source: treatment contrasts, R's contr.treatment.
 * Checked against: the factor terms of reference/goldens.
 */
export function factorColumns(name: string, values: readonly string[], levels: readonly string[]): Covariate[] {
  if (levels.length < 2) throw new StatsInputError(name, 'needs at least two levels');
  const known = new Set(levels);
  const unknown = values.find((value) => !known.has(value));
  if (unknown !== undefined) throw new StatsInputError(name, `has no level "${unknown}"`);
  return levels.slice(1).map((level) => ({
    name: name + level,
    term: name,
    values: Float64Array.from(values, (value) => (value === level ? 1 : 0)),
  }));
}
