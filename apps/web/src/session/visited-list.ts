'use client';
import { useMemo, useSyncExternalStore } from 'react';

/** The list of patients last opened in this tab: its address, and the patients in it, in its order. */
export interface VisitedList {
  readonly page: 'cohort' | 'entry';
  readonly href: string;
  readonly ids: readonly string[];
}

const keyOf = (study: string): string => `patients of ${study}`;

/** Kept by the tab, because a patient's own address stays the same for everybody. */
export function rememberList(study: string, list: VisitedList): void {
  try {
    sessionStorage.setItem(keyOf(study), JSON.stringify(list));
  } catch {
    // In a browser without storage the link leads to the start of the list.
  }
}

/** Null if no list was opened in this tab. */
export function useVisitedList(study: string): VisitedList | null {
  const text = useSyncExternalStore(
    () => () => undefined,
    () => read(study),
    () => null,
  );
  return useMemo(() => (text === null ? null : (JSON.parse(text) as VisitedList)), [text]);
}

function read(study: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(study));
  } catch {
    return null;
  }
}

/** The patients before and after a patient in the list. */
export function neighboursOf({ ids }: Pick<VisitedList, 'ids'>, id: string): { previous?: string; next?: string } {
  const at = ids.indexOf(id);
  if (at < 0) return {};
  const [previous, next] = [ids[at - 1], ids[at + 1]];
  return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) };
}
