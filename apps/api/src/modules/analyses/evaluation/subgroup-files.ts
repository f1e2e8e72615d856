import { csvOf } from '@haim/schema';
import { type ScoredGroups, scoreSubgroupsToR } from '@haim/stats';
import { type SubjectColumns } from '../../../columns/index.ts';
import { type TableFiles } from '../table-files.ts';
import { type EvaluatedCase } from './evaluation-figures.ts';
import { groupedCases, type PerformanceByVariable } from './evaluation-subgroups.ts';

export interface SubgroupFiles {
  readonly cases: readonly EvaluatedCase[];
  readonly isFlipped: boolean;
  readonly threshold: number | null;
  readonly columns: SubjectColumns;
}

/**
 * Score, class and the values of each variable, and a script that makes the numbers of subgroups again in R.
 *
 * @param variables - null: the usual ones.
 * @throws BAD_USER_INPUT as `performanceBy`.
 */
export function subgroupFiles(
  found: SubgroupFiles,
  variables: readonly string[] | null,
  { name, head }: { readonly name: string; readonly head: readonly string[] },
): TableFiles {
  const { cases, isFlipped, threshold } = found;
  const grouped = groupedCases(found, variables);
  const names = grouped.map(({ performance }) => performance.variable);
  const data = `${name}-data`;
  return {
    name: data,
    data: csvOf([
      ['score', 'positive', ...names],
      ...cases.map((one) => [one.score, one.positive ? 1 : 0, ...grouped.map(({ valueOf }) => valueOf(one))]),
    ]),
    rows: cases.length,
    script: scoreSubgroupsToR(
      { n: cases.length, nPositive: cases.filter(({ positive }) => positive).length, isFlipped },
      { threshold, groups: grouped.map(({ performance }) => groupsOf(performance)) },
      head,
      `${data}.csv`,
    ),
  };
}

function groupsOf({ variable, groups, pValue }: PerformanceByVariable): ScoredGroups {
  const limits = (one: { value: number | null; lower: number | null; upper: number | null } | null) =>
    [one?.value ?? null, one?.lower ?? null, one?.upper ?? null] as const;
  const hasShares = groups.every(({ sensitivity }) => sensitivity !== null);
  return {
    variable,
    codes: groups.some(({ value }) => value === null) ? null : groups.map(({ value }) => value ?? ''),
    n: groups.map(({ n }) => n),
    nPositive: groups.map(({ nPositive }) => nPositive),
    area: groups.map(({ auc, aucLower, aucUpper }) => [auc, aucLower, aucUpper] as const),
    sensitivity: hasShares ? groups.map(({ sensitivity }) => limits(sensitivity)) : null,
    specificity: hasShares ? groups.map(({ specificity }) => limits(specificity)) : null,
    pValue,
  };
}
