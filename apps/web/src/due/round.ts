'use client';
import { useApolloClient } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { type DueItemsFilter } from '@/graphql/generated/graphql.ts';
import { studyPath } from '@/session/study-path.ts';
import { type DueItem, dueItemsQuery } from './query.ts';

const keyOf = (study: string): string => `due in ${study}`;

/** Kept by the tab: what somebody goes through is narrowed by what was chosen on the list. */
export function rememberRound(study: string, filter: DueItemsFilter): void {
  try {
    sessionStorage.setItem(keyOf(study), JSON.stringify(filter));
  } catch {
    // In a browser without storage the round is of everything that is due.
  }
}

export function roundOf(study: string): DueItemsFilter {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(study)) ?? '{}') as DueItemsFilter;
  } catch {
    return {};
  }
}

/** The form of an item with a new record begun for the day it is due; a form that is not repeated has no such days. */
export function placeOfDue(study: string, { patientId, form, dueOn, cursor }: DueItem): string {
  const asked = new URLSearchParams({ form, begin: 'true', on: dueOn, due: cursor });
  return `${studyPath(study, 'patients', patientId)}?${asked.toString()}`;
}

/** Goes to the item behind a place of the list; to the list where that was the last. */
export function useNextDue(study: string): (after: string) => Promise<void> {
  const client = useApolloClient();
  const router = useRouter();
  return useCallback(
    async (after) => {
      const { data } = await client.query({
        query: dueItemsQuery,
        variables: { study, filter: roundOf(study), first: 1, after },
        fetchPolicy: 'network-only',
      });
      const [next] = data?.dueItems.rows ?? [];
      router.push(next ? placeOfDue(study, next) : studyPath(study, 'due'));
    },
    [client, router, study],
  );
}
