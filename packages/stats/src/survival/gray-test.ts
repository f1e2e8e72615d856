import { statement, type Statement } from '@haim/schema';
import { type CauseTable, type CompetingRisks, tallyCauses } from './cumulative-incidence.ts';
import { chiSquareUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { invertSymmetric, quadraticForm } from '../numerics/linear-algebra.ts';

export interface GrayTestResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly cause: number;
  /** null, with df and p, when not estimable. */
  readonly statistic: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * Gray's test of equal cumulative incidence of one cause in two or more groups.
 *
 * @param groups - at least two, each of n >= 1 subjects.
 * @param cause - the cause compared; all others compete.
 * @returns chi-square on groups - 1 degrees of freedom; null where the groups are never at risk together.
 * @throws StatsInputError on fewer than two groups, or input that cumulativeIncidence refuses.
 *
 * Source: Gray 1988, rho = 0.
 * Checked against: `gray` of reference/goldens/cif_mgus2.json (cmprsk::cuminc).
 * Common wrong use: a log-rank test of the cause-specific hazard in its place; it answers a different question.
 */
export function grayTest(groups: readonly CompetingRisks[], cause: number): GrayTestResult {
  if (groups.length < 2) throw new StatsInputError('groups', 'needs at least two groups');
  const tables = tallyCauses(groups, [cause]);
  const { score, variance } = scoreOf(tables);
  const method = statement('grayTest');
  const free = score.slice(0, -1);
  const inverse = invertSymmetric(variance);
  if (inverse === null) {
    const warnings = [statement('grayNotEstimable')];
    return { method, warnings, cause, statistic: null, df: null, pValue: null };
  }
  const statistic = quadraticForm(inverse, free);
  return {
    method,
    warnings: [],
    cause,
    statistic,
    df: free.length,
    pValue: chiSquareUpperTail(statistic, free.length),
  };
}

/** A group's estimates just before and just after a day. */
interface GroupState {
  survival: number;
  incidence: number;
}

/**
 * Score per group, and the covariance of all but the last. The score compares a group's events of the cause with what
 * the pooled subdistribution hazard predicts; its covariance is carried as three sums, because each event also moves
 * the predictions of all later days.
 */
function scoreOf(tables: readonly CauseTable[]) {
  const size = tables.length;
  const square = () => Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const states: GroupState[] = tables.map(() => ({ survival: 1, incidence: 0 }));
  const score = new Array<number>(size).fill(0);
  const carried = square();
  const direct = square();
  const mixed = square();
  const past = new Array<number>(size).fill(0);
  let pooled = 0;
  const length = tables[0]?.days.length ?? 0;
  for (let day = 0; day < length; day++) {
    const now = tables.map((table) => ({
      atRisk: table.atRisk[day] as number,
      mine: (table.events[0] as Float64Array)[day] as number,
      others: (table.allEvents[day] as number) - ((table.events[0] as Float64Array)[day] as number),
    }));
    const mine = now.reduce((sum, { mine }) => sum + mine, 0);
    const others = now.reduce((sum, { others }) => sum + others, 0);
    if (mine + others === 0) continue;
    const before = states.map((state) => ({ ...state }));
    // Subjects at risk, scaled up to the size that the group would have without competing events and censoring.
    const scaled = now.map(({ atRisk }, k) => (atRisk > 0 ? atRisk / (before[k] as GroupState).survival : 0));
    const scaledTotal = scaled.reduce((sum, r) => sum + r, 0);
    const open = scaled.map((r, k) => r * (1 - (before[k] as GroupState).incidence));
    const openTotal = open.reduce((sum, r) => sum + r, 0);
    now.forEach(({ atRisk, mine, others }, k) => {
      const state = states[k] as GroupState;
      if (atRisk === 0) return;
      state.incidence += (state.survival * mine) / atRisk;
      state.survival *= (atRisk - mine - others) / atRisk;
    });
    const pooledBefore = pooled;
    pooled += mine / scaledTotal;
    const share = (i: number, k: number) =>
      (scaled[i] as number) * ((i === k ? 1 : 0) - (scaled[k] as number) / scaledTotal);
    for (let i = 0; i < size; i++) {
      if (mine > 0)
        score[i] = (score[i] as number) + (now[i]?.mine as number) - (mine * (open[i] as number)) / openTotal;
      for (let k = 0; k < size; k++) addTo(carried, i, k, (share(i, k) * mine) / (scaledTotal * (1 - pooledBefore)));
    }
    for (let k = 0; k < size; k++) {
      const { atRisk, others: competing } = now[k] as (typeof now)[number];
      if (atRisk === 0) continue;
      const left = (before[k] as GroupState).survival;
      const after = (states[k] as GroupState).survival;
      if (mine > 0) {
        const pull = after > 0 ? 1 - (1 - pooled) / after : 1;
        const ties = mine > 1 ? 1 - (mine - 1) / (scaledTotal * left - 1) : 1;
        const step = (ties * left * mine) / (scaledTotal * atRisk);
        collect(k, step, pull, (i) => share(i, k) - pull * (carried[i]?.[k] as number));
      }
      if (competing > 0 && after > 0) {
        const pull = (1 - pooled) / after;
        const ties = competing > 1 ? 1 - (competing - 1) / (atRisk - 1) : 1;
        const step = (ties * left ** 2 * competing) / atRisk ** 2;
        collect(k, step, -pull, (i) => pull * (carried[i]?.[k] as number));
      }
    }
  }
  function collect(k: number, step: number, pull: number, effect: (i: number) => number): void {
    past[k] = (past[k] as number) + pull * pull * step;
    for (let i = 0; i < size; i++) {
      addTo(mixed, i, k, effect(i) * pull * step);
      for (let j = 0; j < size; j++) addTo(direct, i, j, effect(i) * effect(j) * step);
    }
  }
  const variance = Array.from({ length: size - 1 }, (_, i) =>
    Array.from({ length: size - 1 }, (_, j) => {
      let total = direct[i]?.[j] as number;
      for (let k = 0; k < size; k++) {
        const [ci, cj] = [carried[i]?.[k] as number, carried[j]?.[k] as number];
        total += ci * cj * (past[k] as number) + ci * (mixed[j]?.[k] as number) + cj * (mixed[i]?.[k] as number);
      }
      return total;
    }),
  );
  return { score, variance };
}

function addTo(matrix: number[][], i: number, j: number, value: number): void {
  const row = matrix[i] as number[];
  row[j] = (row[j] as number) + value;
}
