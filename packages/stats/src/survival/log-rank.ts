import { statement, type Statement } from '@haim/schema';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { invertSymmetric, quadraticForm, submatrix } from '../numerics/linear-algebra.ts';
import { type RiskTable, type SurvivalData, tallyTogether } from './tally.ts';

export interface SurvivalGroup {
  readonly label: string;
  readonly times: SurvivalData;
}

export interface LogRankOptions {
  /** Weight S(t-)^rho: 0 the log-rank test (default), 1 the Peto-Peto form of the Wilcoxon test. */
  readonly rho?: number;
}

export interface LogRankResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  /** Labels, in the order given; the columns below follow it. */
  readonly groups: string[];
  readonly n: number[];
  /** Observed events (weighted where rho is not 0). */
  readonly observed: number[];
  /** Events expected if all groups had one hazard. */
  readonly expected: number[];
  /** [g, g] covariance of observed - expected. */
  readonly variance: number[][];
  /** null when not estimable: fewer than two groups at risk at an event. */
  readonly chiSquare: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * Log-rank test (or its G-rho family) of equal hazards in two or more groups.
 *
 * @param groups - at least two groups of n >= 1 subjects each.
 * @param options - `rho`, default 0.
 * @returns columns in the order of the groups, `variance` [g, g]; statistic, df and p are null where nothing is
 * estimable.
 * @throws StatsInputError on fewer than two groups, a non-finite rho, or times that `tally` refuses.
 *
 * Source: Mantel 1966; Harrington & Fleming 1982; variance hypergeometric, so tied events are allowed for.
 * Checked against: reference/goldens/logrank_lung.json and edge_*.json (survival::survdiff).
 * Common wrong use: groups formed by something that happens after time zero (response, transplant): see landmark.
 */
export function logRank(groups: readonly SurvivalGroup[], options: LogRankOptions = {}): LogRankResult {
  return stratifiedLogRank([groups], options);
}

/**
 * Log-rank test within strata: observed, expected and variance are summed over them.
 *
 * @param strata - per stratum its groups; groups are matched by label, and may be absent from a stratum.
 * @param options - `rho`, default 0.
 * @returns as logRank, summed over the strata; groups in the order of their first appearance.
 * @throws StatsInputError as logRank.
 *
 * Source: Mantel 1966.
 * Checked against: the `strata` calls of reference/goldens/logrank_lung.json (survdiff with strata).
 */
export function stratifiedLogRank(
  strata: readonly (readonly SurvivalGroup[])[],
  { rho = 0 }: LogRankOptions = {},
): LogRankResult {
  if (!Number.isFinite(rho)) throw new StatsInputError('rho', `must be finite, not ${rho}`);
  const labels = [...new Set(strata.flatMap((groups) => groups.map((group) => group.label)))];
  if (labels.length < 2) throw new StatsInputError('groups', 'needs at least two groups');
  const members = strata.flat();
  const tables = tallyTogether(
    members.map((group) => group.times),
    (index) => `groups["${members[index]?.label}"].times`,
  );
  const sums = new Sums(labels.length);
  let next = 0;
  for (const groups of strata) {
    const position = groups.map((group) => labels.indexOf(group.label));
    sums.addStratum(tables.slice(next, next + groups.length), position, rho);
    next += groups.length;
  }
  return summarise(labels, sums, rho, strata.length);
}

/** Running totals over event days and strata. */
class Sums {
  readonly n: number[];
  readonly observed: number[];
  readonly expected: number[];
  readonly variance: number[][];

  constructor(size: number) {
    this.n = new Array<number>(size).fill(0);
    this.observed = [...this.n];
    this.expected = [...this.n];
    this.variance = this.n.map(() => new Array<number>(size).fill(0));
  }

  addStratum(tables: readonly RiskTable[], position: readonly number[], rho: number): void {
    const length = tables[0]?.days.length ?? 0;
    tables.forEach((table, i) => add(this.n, position[i] as number, table.n));
    let survival = 1;
    for (let day = 0; day < length; day++) {
      let events = 0;
      let atRisk = 0;
      for (const table of tables) {
        events += table.events[day] as number;
        atRisk += table.atRisk[day] as number;
      }
      if (events === 0) continue;
      const weight = rho === 0 ? 1 : survival ** rho;
      survival *= (atRisk - events) / atRisk;
      // Hypergeometric: 0 when one subject is left.
      const spread = atRisk > 1 ? (weight * weight * events * (atRisk - events)) / (atRisk - 1) : 0;
      for (let i = 0; i < tables.length; i++) {
        const table = tables[i] as RiskTable;
        const at = position[i] as number;
        const share = (table.atRisk[day] as number) / atRisk;
        add(this.observed, at, weight * (table.events[day] as number));
        add(this.expected, at, weight * events * share);
        if (spread === 0 || share === 0) continue;
        const row = this.variance[at] as number[];
        add(row, at, spread * share);
        for (let j = 0; j < tables.length; j++) {
          const other = ((tables[j] as RiskTable).atRisk[day] as number) / atRisk;
          add(row, position[j] as number, -spread * share * other);
        }
      }
    }
  }
}

function add(column: number[], index: number, amount: number): void {
  column[index] = (column[index] as number) + amount;
}

function summarise(groups: string[], sums: Sums, rho: number, strata: number): LogRankResult {
  const { n, observed, expected, variance } = sums;
  const warnings: Statement[] = [];
  const informative = groups.map((_, i) => i).filter((i) => (expected[i] as number) > 0);
  if (informative.length < groups.length) {
    const absent = groups.filter((_, i) => !informative.includes(i));
    warnings.push(statement('neverAtRisk', { groups: absent }));
  }
  // One group is redundant, since observed and expected have equal totals.
  const free = informative.slice(1);
  const inverse = free.length === 0 ? null : invertSymmetric(submatrix(variance, free));
  const difference = free.map((i) => (observed[i] as number) - (expected[i] as number));
  const chiSquare = inverse === null ? null : quadraticForm(inverse, difference);
  if (chiSquare === null) warnings.push(statement('logRankNotEstimable'));
  const df = chiSquare === null ? null : free.length;
  const pValue = chiSquare === null ? null : chiSquareUpperTail(chiSquare, free.length);
  const method = rho === 0 ? statement('logRank', { strata }) : statement('gRho', { rho, strata });
  return { method, warnings, groups, n, observed, expected, variance, chiSquare, df, pValue };
}
