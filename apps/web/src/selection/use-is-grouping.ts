'use client';
import { isParted, readParted } from '@haim/schema';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';

/** Whether patients may be grouped by what an address names: a variable of few values, or the parts of a quantity. */
export function useIsGrouping(): (name: string) => boolean {
  const study = useStudy();
  const own = variablesOfStudy(study);
  return (name) =>
    study.groupings.some(({ variable }) => variable === name) ||
    (isParted(name) && readParted(name, { own }).parted !== null);
}
