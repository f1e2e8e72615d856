import { type Statement, type SubjectVariable, variableIn } from '@haim/schema';
import { stratifiedLogRank } from '@haim/stats';
import { badInput } from '../../../context/portal-error.ts';
import { refuseNoGrouping } from '../../cohort/index.ts';
import { type SurvivalModelData } from './survival-model.ts';

/** More than this leave hardly two patients in a stratum. */
const MOST_STRATA = 3;

/** A log-rank test within strata, of the patients with a value of the group and of every stratum. */
export interface StratifiedLogRank {
  readonly method: Statement;
  readonly warnings: readonly Statement[];
  readonly n: number;
  readonly chiSquare: number | null;
  readonly df: number | null;
  readonly pValue: number | null;
}

/**
 * The variables by which an analysis is stratified: few values, known at time zero.
 *
 * @throws BAD_USER_INPUT naming those that may be, for another one, for the group itself, and for too many.
 */
export function chosenStrata(
  names: readonly string[],
  groupBy: string | null,
  own: readonly SubjectVariable[],
): SubjectVariable[] {
  const chosen = [...new Set(names)];
  if (chosen.length > MOST_STRATA)
    throw badInput(`strata must name at most ${MOST_STRATA} variables, not ${chosen.length}`);
  return chosen.flatMap((name) => {
    refuseNoGrouping(name, own, 'strata');
    if (name === groupBy) throw badInput(`strata must not name ${name}: the groups that are compared cannot be strata`);
    return variableIn(name, { own }) ?? [];
  });
}

/** null without strata or without two groups. */
export function logRankWithinStrata(data: SurvivalModelData, groupBy: string | null): StratifiedLogRank | null {
  const { strata = [], days, event } = data;
  const group = data.covariates.find(({ covariate }) => covariate.name === groupBy)?.cells;
  if (strata.length === 0 || group === undefined) return null;
  const found = new Map<string, Map<string, { days: number[]; event: (0 | 1)[] }>>();
  let n = 0;
  group.forEach((label, row) => {
    if (label === null || strata.some(({ cells }) => cells[row] === null)) return;
    const key = JSON.stringify(strata.map(({ cells }) => cells[row]));
    const groups = found.get(key) ?? new Map<string, { days: number[]; event: (0 | 1)[] }>();
    const times = groups.get(String(label)) ?? { days: [], event: [] };
    times.days.push(days[row] as number);
    times.event.push(event[row] === 1 ? 1 : 0);
    groups.set(String(label), times);
    found.set(key, groups);
    n++;
  });
  const labels = new Set([...found.values()].flatMap((groups) => [...groups.keys()]));
  if (labels.size < 2) return null;
  const { method, warnings, chiSquare, df, pValue } = stratifiedLogRank(
    [...found.values()].map((groups) => [...groups].map(([label, times]) => ({ label, times }))),
  );
  return { method, warnings, n, chiSquare, df, pValue };
}
