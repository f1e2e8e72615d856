'use client';
import {
  covariatesOf,
  publishedTableOne,
  type SubjectCovariate,
  subjectCovariates,
  subjectVariables,
  variableOfGroups,
} from '@haim/schema';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** More variables than this are a search, and not a forest. */
const mostVariables = 20;

interface Asked<T> {
  readonly offered: readonly T[];
  /** Names; never empty. */
  readonly chosen: readonly string[];
  /** What the address names and the study does not have. */
  readonly unknown: readonly string[];
}

/** The covariates of the model beside its group, as far as the study has those that the address names. */
export function useAskedCovariates(): Asked<SubjectCovariate> {
  const own = variablesOfStudy(useStudy());
  const { state } = useSurvivalState();
  const offered = [...subjectCovariates, ...covariatesOf(own)].filter(
    ({ variable }) => variable.name !== variableOfGroups(state.by),
  );
  const usual = offered.filter(({ variable }) => variable.usual).map(({ name }) => name);
  return asked(offered, state.covariates, usual, state.by);
}

/** The variables of the forest, as far as the study has those that the address names. */
export function useAskedSubgroups(): Asked<{ readonly name: string }> {
  const own = variablesOfStudy(useStudy());
  const { state } = useSurvivalState();
  const offered = [...subjectVariables, ...own].filter(
    ({ tableOne, name }) => tableOne && name !== variableOfGroups(state.by),
  );
  const found = asked(offered, state.rows, publishedTableOne, state.by);
  return { ...found, chosen: found.chosen.slice(0, mostVariables) };
}

function asked<T extends { readonly name: string }>(
  offered: readonly T[],
  named: readonly string[] | null,
  usual: readonly string[],
  group: string,
): Asked<T> {
  const isOffered = (name: string) => offered.some((one) => one.name === name);
  const known = [...new Set(named ?? [])].filter(isOffered);
  return {
    offered,
    chosen: known.length > 0 ? known : usual.filter(isOffered),
    unknown: (named ?? []).filter((name) => !isOffered(name) && name !== group),
  };
}
