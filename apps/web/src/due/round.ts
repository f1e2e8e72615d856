'use client';
import { useApolloClient } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { type DueItemsFilter, type DueItemsQuery } from '@/graphql/generated/graphql.ts';
import { studyPath } from '@/session/study-path.ts';
import { type DueItem, dueItemsQuery } from './query.ts';

const keyOf = (study: string): string => `due in ${study}`;

/** Kept by the tab: what somebody goes through is narrowed by what was chosen on the list. */
export function rememberRound(study: string, filter: DueItemsFilter): void {
  try {
    sessionStorage.setItem(keyOf(study), JSON.stringify(filter));
    sessionStorage.removeItem(visitedKeyOf(study));
  } catch {
    // In a browser without storage the round is of everything that is due.
  }
}

/** A form of a patient that somebody has been led to in the round. */
type Visited = Pick<DueItem, 'patientId' | 'form'>;

const visitedKeyOf = (study: string): string => `visited in ${study}`;
const nameOf = ({ patientId, form }: Visited): string => `${patientId} ${form}`;

function visitedIn(study: string): readonly string[] {
  try {
    return JSON.parse(sessionStorage.getItem(visitedKeyOf(study)) ?? '[]') as string[];
  } catch {
    return [];
  }
}

function noteVisited(study: string, visited: readonly string[]): void {
  try {
    sessionStorage.setItem(visitedKeyOf(study), JSON.stringify(visited));
  } catch {
    // In a browser without storage a form may come again once its record has made a later one due.
  }
}

/**
 * The first of these that the round has not led to: the record of a contact long ago makes the next one due, and nobody
 * is asked for the same patient again until the round is over.
 */
export function firstUnvisited<Item extends Visited>(
  rows: readonly Item[],
  visited: readonly string[],
): Item | undefined {
  return rows.find((row) => !visited.includes(nameOf(row)));
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

/** So many items are looked through at once for one that the round has not led to. */
const atOnce = 50;

/** Goes to the item behind a place of the list, each form of a patient once; to the list where that was the last. */
export function useNextDue(study: string): (after: string, left: Visited) => Promise<void> {
  const client = useApolloClient();
  const router = useRouter();
  return useCallback(
    async (after, left) => {
      const visited = [...visitedIn(study), nameOf(left)];
      noteVisited(study, visited);
      let next: DueItem | undefined;
      for (let place: string | null = after; place !== null && !next;) {
        const { data }: { data?: DueItemsQuery | undefined } = await client.query({
          query: dueItemsQuery,
          variables: { study, filter: roundOf(study), first: atOnce, after: place },
          fetchPolicy: 'network-only',
        });
        next = firstUnvisited(data?.dueItems.rows ?? [], visited);
        place = data?.dueItems.nextCursor ?? null;
      }
      router.push(next ? placeOfDue(study, next) : studyPath(study, 'due'));
    },
    [client, router, study],
  );
}
