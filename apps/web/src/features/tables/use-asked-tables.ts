'use client';
import { covariatesOf, isParted, mostTableRows, publishedTableOne, subjectCovariates } from '@haim/schema';
import { useCompared } from '@/selection/compared.tsx';
import { useIsGrouping } from '@/selection/use-is-grouping.ts';
import { useScope } from '@/selection/use-scope.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { noGroups, useRowVariables, useTablesState } from './use-tables-state.ts';

/** What the address asks for, as far as the study has it. */
export interface AskedTables {
  /** null: one group of everybody. */
  readonly groupBy: string | null;
  /** Rows of Table 1 in their order. */
  readonly rows: readonly string[];
  /** The variable by whose values response is shown within each group; null: not at all. */
  readonly within: string | null;
  /** Covariates of the model in their order. */
  readonly covariates: readonly string[];
  /** What the address names besides. */
  readonly unknown: readonly string[];
  /** Whether the groups are not for the reader to choose. */
  readonly isFixed: boolean;
  /** Takes the unknown names out of the address. */
  readonly forget: () => void;
}

export function useAskedTables(): AskedTables {
  const study = useStudy();
  const own = variablesOfStudy(study);
  const compared = useCompared();
  const mayGroup = useIsGrouping();
  const { state, setState } = useTablesState();
  const variables = useRowVariables().map(({ name }) => name);
  const groupings = study.groupings.map(({ variable }) => variable);
  const models = [...subjectCovariates, ...covariatesOf(own)].map(({ name }) => name);
  const fallback = groupings.includes('arm') ? 'arm' : null;
  const isGrouping = compared !== null || state.by === noGroups || mayGroup(state.by);
  const { scope } = useScope();
  const isOfAll = scope === 'STUDY';
  // Of all centres, cut-points of a quantity and single centres would tell of patients; responses are by arm alone.
  const isFixed = isOfAll && (state.table === 'response' || isParted(state.by) || state.by === 'centre');
  const asked = state.by === noGroups ? null : isGrouping ? state.by : fallback;
  const groupBy = compared ? compared.groupBy : isFixed ? fallback : asked;
  const within = state.within === noGroups ? null : state.within;
  const known = (names: readonly string[] | null, among: readonly string[]) =>
    names === null ? [] : [...new Set(names)].filter((name) => among.includes(name));
  const rows = known(state.rows, variables).slice(0, mostTableRows);
  const covariates = known(state.covariates, models);
  const usual = publishedTableOne.filter((name) => variables.includes(name));
  return {
    groupBy,
    rows: rows.length > 0 ? rows : usual,
    within: !isOfAll && within !== null && groupings.includes(within) ? within : null,
    covariates: covariates.length > 0 ? covariates : [...usual, 'arm'].filter((name) => models.includes(name)),
    isFixed: isOfAll && state.table === 'response',
    unknown: [
      ...(isGrouping ? [] : [state.by]),
      ...(state.rows ?? []).filter((name) => !variables.includes(name)),
      ...(within !== null && !groupings.includes(within) && state.table === 'response' ? [within] : []),
      ...(state.covariates ?? []).filter((name) => !models.includes(name)),
    ],
    forget: () =>
      setState({
        by: groupBy ?? noGroups,
        rows: rows.length > 0 ? rows : null,
        within: within !== null && groupings.includes(within) ? within : noGroups,
        covariates: covariates.length > 0 ? covariates : null,
      }),
  };
}
