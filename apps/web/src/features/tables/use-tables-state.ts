'use client';
import { type SubjectVariable, subjectVariables } from '@haim/schema';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';

export const tables = ['baseline', 'response', 'model'] as const;
export const summaryRules = ['BY_SKEWNESS', 'MEAN', 'MEDIAN'] as const;
export const comparisons = ['p', 'smd', 'both'] as const;
export const intervals = ['WILSON', 'CLOPPER_PEARSON'] as const;
export const entries = ['ALL', 'P_BELOW_005'] as const;
/** In the address: one group of everybody. */
export const noGroups = 'none';

/** Which table is shown and how, kept in the address so that a link shows the same table. */
export function useTablesState() {
  const study = useStudy();
  const byArm = study.groupings.some(({ variable }) => variable === 'arm') ? 'arm' : noGroups;
  const [state, setState] = useQueryStates(
    {
      table: parseAsStringLiteral(tables).withDefault('baseline'),
      by: parseAsString.withDefault(byArm),
      rows: parseAsArrayOf(parseAsString),
      rule: parseAsStringLiteral(summaryRules).withDefault('BY_SKEWNESS'),
      compare: parseAsStringLiteral(comparisons).withDefault('both'),
      within: parseAsString.withDefault('bclcStage'),
      ci: parseAsStringLiteral(intervals).withDefault('WILSON'),
      covariates: parseAsArrayOf(parseAsString),
      entry: parseAsStringLiteral(entries).withDefault('ALL'),
    },
    { history: 'push' },
  );
  return { state, setState: (next: Partial<typeof state>) => void setState(next) };
}

/** What may be a row of Table 1: the portal's variables, then those of the study's own fields. */
export function useRowVariables(): readonly SubjectVariable[] {
  const own = variablesOfStudy(useStudy());
  return [...subjectVariables, ...own].filter(({ tableOne }) => tableOne);
}
