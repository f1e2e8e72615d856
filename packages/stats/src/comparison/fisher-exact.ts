import { statement, type Statement } from '@haim/schema';
import { checkTable } from './chi-square.ts';
import { checkConfidence } from '../numerics/distributions.ts';
import { EQUALLY_LIKELY, fisherTableP } from './fisher-table.ts';
import { logFactorials } from '../numerics/log-factorial.ts';
import { findRoot } from '../numerics/root.ts';

export interface FisherOptions {
  /** Coverage of the odds ratio's limits, default 0.95. */
  readonly confidence?: number;
  /**
   * Where the search for the odds ratio and its limits stops. The default is that of R's uniroot, so that the digits
   * agree with R's; 1e-12 gives the exact roots, about 1e-5 away.
   */
  readonly rootTolerance?: number;
}

export interface FisherResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Two-sided: the probability of all tables no likelier than the one observed. */
  readonly pValue: number;
  /** 2 by 2 only: conditional maximum likelihood, not the cross product; Infinity where a cell is 0. Null otherwise. */
  readonly oddsRatio: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** One-sided p for an odds ratio below, and above, 1. */
  readonly pLess: number | null;
  readonly pGreater: number | null;
}

const UNIROOT_TOLERANCE = 2 ** -13;

/**
 * Fisher's exact test of independence.
 *
 * @param table - [rows, columns] whole counts, at least 2 by 2.
 * @param options - `confidence`, default 0.95; `rootTolerance`, default that of R's uniroot.
 * @returns p for any table; odds ratio, limits and one-sided p for 2 by 2 only, null otherwise.
 * @throws StatsInputError on a ragged or smaller table, or counts that are not whole.
 *
 * Source: Fisher 1935; conditional odds ratio and limits Cornfield 1956.
 * Checked against: reference/goldens/tables_inline.json and tests_birthwt.json (fisher.test).
 */
export function fisherExact(table: readonly (readonly number[])[], options: FisherOptions = {}): FisherResult {
  const { rows, columns } = checkTable(table);
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const method = statement('fisherTest');
  if (rows.length > 2 || columns.length > 2) {
    const nothing = { oddsRatio: null, lower: null, upper: null, pLess: null, pGreater: null };
    return { method, warnings: [], pValue: fisherTableP(table), ...nothing };
  }
  const x = table[0]?.[0] as number;
  const law = new ConditionalLaw(columns[0] as number, columns[1] as number, rows[0] as number);
  const densities = law.densities(1);
  const cut = (densities[x - law.low] as number) * EQUALLY_LIKELY;
  const pValue = Math.min(
    1,
    densities.reduce((sum, density) => (density <= cut ? sum + density : sum), 0),
  );
  const tail = (1 - confidence) / 2;
  const tolerance = options.rootTolerance ?? UNIROOT_TOLERANCE;
  return {
    method,
    warnings: law.low === law.high ? [statement('oneTableOnly')] : [],
    pValue,
    oddsRatio: law.low === law.high ? null : law.estimate(x, tolerance),
    lower: x === law.low ? 0 : law.solve((ratio) => law.atLeast(x, ratio) - tail, tolerance),
    upper: x === law.high ? Infinity : law.solve((ratio) => law.atMost(x, ratio) - tail, tolerance),
    pLess: law.atMost(x, 1),
    pGreater: law.atLeast(x, 1),
  };
}

/** Distribution of the first cell given all margins: Fisher's noncentral hypergeometric distribution. */
class ConditionalLaw {
  readonly low: number;
  readonly high: number;
  private readonly logWeights: number[];

  constructor(firstColumn: number, secondColumn: number, firstRow: number) {
    this.low = Math.max(0, firstRow - secondColumn);
    this.high = Math.min(firstRow, firstColumn);
    const log = logFactorials(Math.max(firstColumn, secondColumn));
    const choose = (n: number, k: number) => (log[n] as number) - (log[k] as number) - (log[n - k] as number);
    this.logWeights = Array.from(
      { length: this.high - this.low + 1 },
      (_, i) => choose(firstColumn, this.low + i) + choose(secondColumn, firstRow - this.low - i),
    );
  }

  densities(ratio: number): number[] {
    if (ratio === 0) return this.logWeights.map((_, i) => (i === 0 ? 1 : 0));
    const logs = this.logWeights.map((weight, i) => weight + Math.log(ratio) * (this.low + i));
    const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
    const scaled = logs.map((value) => Math.exp(value - largest));
    const total = scaled.reduce((sum, value) => sum + value, 0);
    return scaled.map((value) => value / total);
  }

  atMost(x: number, ratio: number): number {
    return this.densities(ratio).reduce((sum, density, i) => (this.low + i <= x ? sum + density : sum), 0);
  }

  atLeast(x: number, ratio: number): number {
    return this.densities(ratio).reduce((sum, density, i) => (this.low + i >= x ? sum + density : sum), 0);
  }

  estimate(x: number, tolerance: number): number {
    if (x === this.low) return 0;
    if (x === this.high) return Infinity;
    const mean = (ratio: number) => this.densities(ratio).reduce((sum, d, i) => sum + d * (this.low + i), 0);
    return this.solve((ratio) => mean(ratio) - x, tolerance);
  }

  /** Root over (0, infinity): on the ratio itself below 1, on its inverse above. */
  solve(miss: (ratio: number) => number, tolerance: number): number {
    const atOne = miss(1);
    if (atOne === 0) return 1;
    const below = findRoot(miss, 0, 1, tolerance);
    if (below !== null) return below;
    return 1 / (findRoot((inverse) => miss(1 / inverse), Number.EPSILON, 1, tolerance) ?? 0);
  }
}
