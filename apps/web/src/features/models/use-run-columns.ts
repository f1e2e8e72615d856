'use client';
import { useLocalStorage } from '@mantine/hooks';
import { parseAsArrayOf, parseAsStringLiteral, useQueryState } from 'nuqs';
import { useStudy, useViewer } from '@/session/session.tsx';
import { type RunColumnName, runColumnNames, usualRunColumns } from './run-columns.ts';

interface RunColumnChoice {
  /** In their order. */
  readonly chosen: readonly RunColumnName[];
  readonly choose: (names: readonly string[]) => void;
  readonly reset: () => void;
  readonly isUsual: boolean;
}

/** What the address asks for, otherwise what this person chose last in this study, otherwise the usual columns. */
export function useRunColumns(): RunColumnChoice {
  const { code } = useStudy();
  const { id } = useViewer();
  const [asked, setAsked] = useQueryState('runcols', parseAsArrayOf(parseAsStringLiteral(known)));
  const [kept, setKept, forget] = useLocalStorage<readonly string[] | null>({
    key: `columns of runs of ${code} for ${id}`,
    defaultValue: null,
  });
  const names = asked ?? kept?.flatMap((name) => known.find((one) => one === name) ?? []) ?? null;
  return {
    chosen: names ?? usualRunColumns,
    choose: (next) => {
      const list = next.flatMap((name) => known.find((one) => one === name) ?? []);
      setKept(list);
      void setAsked(list);
    },
    reset: () => {
      forget();
      void setAsked(null);
    },
    isUsual: names === null,
  };
}

const known = runColumnNames as readonly RunColumnName[];
