'use client';
import { listedVariables, subjectVariables, type SubjectVariable } from '@haim/schema';
import { useLocalStorage } from '@mantine/hooks';
import { parseAsArrayOf, parseAsBoolean, parseAsString, useQueryState, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useStudy, useViewer } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';

/** The columns of the list of patients in their order, and by which it is sorted; both are in the address. */
export interface ListColumns {
  /** Fields of the study, then the usual columns, then the other variables of the portal: what may be shown. */
  readonly own: readonly SubjectVariable[];
  readonly usual: readonly SubjectVariable[];
  readonly others: readonly SubjectVariable[];
  /** In their order, the patient's code first. */
  readonly chosen: readonly SubjectVariable[];
  readonly choose: (names: readonly string[]) => void;
  /** Back to the usual columns. */
  readonly reset: () => void;
  readonly isUsual: boolean;
  readonly sort: string;
  readonly descending: boolean;
  readonly setSort: (sort: string, descending: boolean) => void;
}

/** Parts of others' answers, of no meaning by themselves: why there is no time, whether an event ended it. */
const parts = new Set(subjectVariables.flatMap(({ event }) => event ?? []));

const usual = listedVariables.filter(({ name }) => name !== 'code');
const code = subjectVariables.filter(({ name }) => name === 'code');
const others = subjectVariables.filter(({ name, heading, sorts }) => heading === null && sorts && !parts.has(name));

/** What the address asks for, otherwise what this reader chose last in this study, otherwise the usual columns. */
export function useListColumns(): ListColumns {
  const study = useStudy();
  const { id } = useViewer();
  const own = variablesOfStudy(study);
  const [asked, setAsked] = useQueryState('cols', parseAsArrayOf(parseAsString));
  const [kept, setKept, forget] = useLocalStorage<readonly string[] | null>({
    key: `columns of ${study.code} for ${id}`,
    defaultValue: null,
  });
  const [{ sort, desc }, setOrder] = useQueryStates({
    sort: parseAsString.withDefault('code'),
    desc: parseAsBoolean.withDefault(false),
  });
  const names = asked ?? kept;
  const chosen = useMemo(() => [...code, ...columnsOf(names, own)], [names, own]);
  const isSorted = [...subjectVariables, ...own].some((variable) => variable.name === sort && variable.sorts);
  return {
    own,
    usual,
    others,
    chosen,
    choose: (next) => {
      const list = next.filter((name) => name !== 'code');
      setKept(list);
      void setAsked(list.length > 0 ? list : null);
    },
    reset: () => {
      forget();
      void setAsked(null);
    },
    isUsual: names === null,
    sort: isSorted ? sort : 'code',
    descending: desc,
    setSort: (column, descending) => void setOrder({ sort: column, desc: descending }),
  };
}

/** A name that an old link has and the study does not is left out, so that the list still opens. */
function columnsOf(names: readonly string[] | null, own: readonly SubjectVariable[]): readonly SubjectVariable[] {
  if (names === null) return usual;
  const all = [...own, ...usual, ...others];
  const known = [...new Set(names)].flatMap((name) => all.find((one) => one.name === name) ?? []);
  // Links once named what was added to the usual columns.
  const isAddition = known.length > 0 && !known.some(({ name }) => usual.some((one) => one.name === name));
  return isAddition ? [...known, ...usual] : known;
}
