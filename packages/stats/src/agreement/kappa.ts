import { statement, type Statement } from '@haim/schema';
import { checkTable } from '../comparison/chi-square.ts';
import { criticalValue } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';

/** How near misses count: not at all, or by the (squared) number of steps between ordered categories. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

export interface KappaResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly n: number;
  /** Share of agreement, and that expected by chance; weighted if requested. */
  readonly observed: number;
  readonly expected: number;
  /** null if chance alone would always agree. */
  readonly kappa: number | null;
  readonly stdErr: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Cohen's kappa of two readers.
 *
 * @param table - [categories, categories] counts; rows the first reader, columns the second, in one order.
 * @param options - `weights`, default 'none'; `confidence`, default 0.95.
 * @returns kappa in [-1, 1] with limits cut to that, none where the readers agree on all or one of them used one category
 *   only; kappa is null when chance alone would always agree.
 * @throws StatsInputError on a table that is not square, whole and non-empty.
 *
 * Source: Cohen 1960, 1968; standard error Fleiss, Cohen & Everitt 1969.
 * Checked against: reference/two-by-two.R.
 * Common wrong use: comparing kappas of samples with different prevalence.
 */
export function cohenKappa(
  table: readonly (readonly number[])[],
  { weights = 'none', confidence = 0.95 }: { weights?: KappaWeights; confidence?: number } = {},
): KappaResult {
  const { rows, columns, total: n } = checkTable(table);
  if (rows.length !== columns.length) throw new StatsInputError('table', 'must be square');
  if (n === 0) throw new StatsInputError('table', 'needs at least one subject');
  const z = criticalValue(confidence);
  const last = rows.length - 1;
  const weight = (i: number, j: number) => {
    if (weights === 'none') return i === j ? 1 : 0;
    return 1 - (Math.abs(i - j) / last) ** (weights === 'linear' ? 1 : 2);
  };
  const overCells = (value: (i: number, j: number) => number) =>
    rows.reduce((sum, _, i) => sum + columns.reduce((inner, _, j) => inner + value(i, j), 0), 0);
  const share = (i: number, j: number) => (table[i]?.[j] as number) / n;
  const row = (i: number) => (rows[i] as number) / n;
  const column = (j: number) => (columns[j] as number) / n;
  const observed = overCells((i, j) => weight(i, j) * share(i, j));
  const expected = overCells((i, j) => weight(i, j) * row(i) * column(j));
  const named = {
    method: statement('kappa', { weights }),
    n,
    observed,
    expected,
  };
  if (!(expected < 1)) {
    const warnings = [statement('oneCategoryOnly')];
    return { ...named, warnings, kappa: null, stdErr: null, lower: null, upper: null };
  }
  const kappa = (observed - expected) / (1 - expected);
  const ofRow = rows.map((_, i) => columns.reduce((sum, _, j) => sum + weight(i, j) * column(j), 0));
  const ofColumn = columns.map((_, j) => rows.reduce((sum, _, i) => sum + weight(i, j) * row(i), 0));
  const spread = overCells(
    (i, j) => share(i, j) * (weight(i, j) - ((ofRow[i] as number) + (ofColumn[j] as number)) * (1 - kappa)) ** 2,
  );
  const variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2);
  const stdErr = Math.sqrt(Math.max(0, variance));
  // Either way the standard error is 0 by its formula, whatever n: limits would claim that nothing is uncertain.
  const hasOneCategory = [...rows, ...columns].includes(n);
  if (hasOneCategory || observed > 1 - 1e-12) {
    const warnings = [statement(hasOneCategory ? 'readerOfOneCategory' : 'readersAgreeOnAll')];
    return { ...named, warnings, kappa, stdErr, lower: null, upper: null };
  }
  const limits = { lower: Math.max(-1, kappa - z * stdErr), upper: Math.min(1, kappa + z * stdErr) };
  return { ...named, warnings: [], kappa, stdErr, ...limits };
}
