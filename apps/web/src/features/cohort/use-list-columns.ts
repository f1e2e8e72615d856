'use client';
import { subjectVariables, type SubjectVariable } from '@haim/schema';
import { parseAsArrayOf, parseAsBoolean, parseAsString, useQueryState, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';

/** What the list of patients shows beside its usual columns, and its order; both are in the address. */
export interface ListColumns {
  /** Variables that may be added: fields of the study, then those of the portal that the list leaves out. */
  readonly own: readonly SubjectVariable[];
  readonly others: readonly SubjectVariable[];
  readonly chosen: readonly SubjectVariable[];
  readonly choose: (names: readonly string[]) => void;
  readonly sort: string;
  readonly descending: boolean;
  readonly setSort: (sort: string, descending: boolean) => void;
}

/** Parts of others' answers, of no meaning by themselves: why there is no time, whether an event ended it. */
const parts = new Set(subjectVariables.flatMap(({ event }) => event ?? []));

const others = subjectVariables.filter(({ name, heading, sorts }) => heading === null && sorts && !parts.has(name));

export function useListColumns(): ListColumns {
  const own = variablesOfStudy(useStudy());
  const [names, setNames] = useQueryState('cols', parseAsArrayOf(parseAsString).withDefault([]));
  const [{ sort, desc }, setOrder] = useQueryStates({
    sort: parseAsString.withDefault('code'),
    desc: parseAsBoolean.withDefault(false),
  });
  // A name that an old link has and the study does not is left out, so that the list still opens.
  const chosen = useMemo(() => [...own, ...others].filter(({ name }) => names.includes(name)), [own, names]);
  const isSorted = [...subjectVariables, ...own].some((variable) => variable.name === sort && variable.sorts);
  return {
    own,
    others,
    chosen,
    choose: (next) => void setNames(next.length > 0 ? [...next] : null),
    sort: isSorted ? sort : 'code',
    descending: desc,
    setSort: (next, descending) => void setOrder({ sort: next, desc: descending }),
  };
}
