import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';

export interface ChiSquareResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** null, with df and p, when a row or column is empty. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
  /** [rows, columns] counts expected under independence. */
  readonly expected: number[][];
}

/**
 * Pearson's chi-square test of independence.
 *
 * @param table - [rows, columns] whole counts, at least 2 by 2.
 * @param options - `correct`: Yates' continuity correction, 2 by 2 only; default false.
 * @returns `expected` is [rows, columns]; statistic, df and p are null when a row or column is empty.
 * @throws StatsInputError on a ragged or smaller table, or counts that are not whole.
 *
 * Source: Pearson 1900; Yates 1934.
 * Checked against: reference/goldens/tables_inline.json (chisq.test).
 * Common wrong use: quoting p without saying whether it was corrected.
 */
export function chiSquareTest(
  table: readonly (readonly number[])[],
  { correct = false }: { correct?: boolean } = {},
): ChiSquareResult {
  const { rows, columns, total } = checkTable(table);
  const expected = rows.map((row) => columns.map((column) => (total === 0 ? 0 : (row * column) / total)));
  const isTwoByTwo = rows.length === 2 && columns.length === 2;
  const isCorrected = correct && isTwoByTwo;
  const method = statement('chiSquareTest', { corrected: isCorrected });
  if ([...rows, ...columns].some((sum) => sum === 0)) {
    const nothing = { statistic: null, df: null, pValue: null };
    return { method, warnings: [statement('emptyRowOrColumn')], ...nothing, expected };
  }
  const distances = table.flatMap((row, i) => row.map((count, j) => Math.abs(count - (expected[i]?.[j] as number))));
  const flat = expected.flat();
  // Never past the expectation itself, as R does.
  const shift = isCorrected ? Math.min(0.5, ...distances) : 0;
  const statistic = distances.reduce((sum, distance, i) => sum + (distance - shift) ** 2 / (flat[i] as number), 0);
  const df = (rows.length - 1) * (columns.length - 1);
  const warnings: Statement[] = [];
  if (flat.some((count) => count < 5)) warnings.push(statement('expectedBelowFive'));
  if (correct && !isTwoByTwo) warnings.push(statement('correctionNotMade'));
  return { method, warnings, statistic, df, pValue: chiSquareUpperTail(statistic, df), expected };
}

/** Margins of a table of counts. @throws StatsInputError unless it is rectangular, at least 2 by 2, and whole. */
export function checkTable(table: readonly (readonly number[])[]) {
  const width = table[0]?.length ?? 0;
  if (table.length < 2 || width < 2 || table.some((row) => row.length !== width)) {
    throw new StatsInputError('table', 'must be rectangular, with at least two rows and two columns');
  }
  const bad = table.flat().find((count) => !Number.isSafeInteger(count) || count < 0);
  if (bad !== undefined) throw new StatsInputError('table', `must hold whole counts, not ${bad}`);
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = (table[0] as readonly number[]).map((_, j) =>
    table.reduce((sum, row) => sum + (row[j] as number), 0),
  );
  return { rows, columns, total: rows.reduce((sum, count) => sum + count, 0) };
}
