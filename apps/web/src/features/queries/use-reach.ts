'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { errorCode } from '@/graphql/error-code.ts';
import { type QuerySubjectsQuery } from '@/graphql/generated/graphql.ts';
import { patientsToAskQuery, querySubjectsQuery } from './ask-query.ts';
import { type Whom } from './use-whom.ts';

/** So many records are asked about at once. */
export const mostAsked = 1000;

export type Subject = QuerySubjectsQuery['querySubjects']['subjects'][number];

export interface About {
  readonly study: string;
  readonly form: string;
  readonly field: string | null;
  readonly eachRecord: boolean;
}

/** Whom a question would reach; `found` patients were looked for. */
export type Reach =
  | { readonly kind: 'tooMany'; readonly n: number }
  | {
      readonly kind: 'found';
      readonly subjects: readonly Subject[];
      readonly unknownCodes: readonly string[];
      readonly isCut: boolean;
      /** Patients of the selection at centres where the reader asks nothing. */
      readonly elsewhere: number;
    };

/** Looks up whom a question would reach, and forgets it as soon as the question is about something else. */
export function useReach(whom: Whom, about: About) {
  const client = useApolloClient();
  const asked = JSON.stringify([whom, about]);
  const [known, setKnown] = useState<{ of: string; reach: Reach } | null>(null);
  const [isLooking, setLooking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);

  async function idsOf({ cohort, due }: Whom): Promise<string[] | number> {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const page: { rows: readonly { id: string }[]; total: number; nextCursor?: string | null } | undefined = (
        await client.query({
          query: patientsToAskQuery,
          variables: { study: about.study, cohort, due: due && [...due], after },
          fetchPolicy: 'no-cache',
        })
      ).data?.patients;
      if (!page) break;
      if (page.total > mostAsked) return page.total;
      ids.push(...page.rows.map(({ id }) => id));
      after = page.nextCursor ?? null;
    } while (after !== null);
    return ids;
  }

  async function reachOf(): Promise<Reach | null> {
    const patientIds = whom.codes ? [] : await idsOf(whom);
    if (typeof patientIds === 'number') return { kind: 'tooMany', n: patientIds };
    const codes = [...(whom.codes ?? [])];
    if (codes.length > mostAsked) return { kind: 'tooMany', n: codes.length };
    const { data } = await client.query({
      query: querySubjectsQuery,
      variables: { ...about, patientIds, codes },
      fetchPolicy: 'no-cache',
    });
    if (!data) return null;
    const { subjects, unknownCodes, isCut } = data.querySubjects;
    const reached = new Set(subjects.map(({ patientId }) => patientId));
    const elsewhere = isCut ? 0 : patientIds.filter((id) => !reached.has(id)).length;
    return { kind: 'found', subjects, unknownCodes, isCut, elsewhere };
  }

  async function look(): Promise<void> {
    setLooking(true);
    setFailed(null);
    try {
      const reach = await reachOf();
      setKnown(reach && { of: asked, reach });
    } catch (error) {
      setFailed(errorCode(error));
    }
    setLooking(false);
  }

  return { reach: known?.of === asked ? known.reach : null, look, isLooking, failed };
}
