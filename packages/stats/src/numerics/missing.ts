import { statement, type Statement } from '@haim/schema';
import { StatsInputError } from './errors.ts';

export interface CompleteColumns<Columns> {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** The same columns, without the rows in which one of them is empty. */
  readonly columns: Columns;
  /** Indices of the rows kept. */
  readonly rows: number[];
  readonly nUsed: number;
  readonly nDropped: number;
}

/**
 * Leaves out the rows in which a value is missing, and counts them: the step before any method, since a method takes no
 * missing value.
 *
 * @param columns - by name, all of length n; null, undefined and NaN are missing.
 * @returns plain arrays of length `nUsed`, in the order of the input.
 * @throws StatsInputError on columns of unequal length.
 *
 * Source: complete-case analysis, R's na.omit. Checked against: reference/planning.R (complete.cases).
 * Common wrong use: dropping once for all analyses; a row that lacks one covariate counts in analyses without it.
 */
export function dropMissing<Columns extends Readonly<Record<string, ArrayLike<unknown>>>>(
  columns: Columns,
): CompleteColumns<{ [Name in keyof Columns]: NonNullable<Columns[Name][number]>[] }> {
  const entries = Object.entries(columns);
  const n = entries[0]?.[1].length ?? 0;
  for (const [name, values] of entries) {
    if (values.length !== n) throw new StatsInputError(name, `has ${values.length} entries for ${n} rows`);
  }
  const isThere = (value: unknown) => value !== null && value !== undefined && !Number.isNaN(value);
  const rows: number[] = [];
  for (let row = 0; row < n; row++) if (entries.every(([, values]) => isThere(values[row]))) rows.push(row);
  const kept = entries.map(([name, values]) => [name, rows.map((row) => values[row])]);
  return {
    method: statement('completeCases'),
    warnings: rows.length === 0 ? [statement('noCompleteRow')] : [],
    columns: Object.fromEntries(kept) as { [Name in keyof Columns]: NonNullable<Columns[Name][number]>[] },
    rows,
    nUsed: rows.length,
    nDropped: n - rows.length,
  };
}
