'use client';
import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { type ChosenSet, type Evaluation, setVariables } from '@/evaluation/evaluation.ts';
import { evaluationQuery } from '@/evaluation/query.ts';
import { useStudy } from '@/session/session.tsx';
import { cutQuery } from './view-queries.ts';

/** What of an evaluation the page asks about: the same for every part of it. */
export interface Asked {
  readonly study: string;
  readonly source: string;
  readonly set: ReturnType<typeof setVariables>['set'];
  readonly cohort: ReturnType<typeof setVariables>['cohort'];
  /** Null: the class that high scores predict. */
  readonly positive: string | null;
}

export function useAsked(source: string, set: ChosenSet, positive: string | null): Asked {
  const { code } = useStudy();
  return { study: code, source, ...setVariables(set), positive };
}

interface Shown {
  /** The newest answer, kept while the next one is loading; null before the first of this set. */
  readonly shown: Evaluation | null;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
  readonly isOld: boolean;
}

/** Everything that does not depend on a threshold, with the matrix at the source's own. */
export function useEvaluation(asked: Asked, isSkipped = false): Shown {
  const { data, previousData, error, refetch, loading } = useQuery(evaluationQuery, {
    variables: { ...asked, threshold: null },
    fetchPolicy: 'cache-first',
    skip: isSkipped,
  });
  const answer = data?.evaluation ?? null;
  const before = previousData?.evaluation.set === asked.set ? previousData.evaluation : null;
  return { shown: answer ?? (error ? null : before), error, refetch, isOld: loading };
}

/**
 * The same at another threshold: only what it decides is asked for. While it moves one question is under way at a time, and
 * the next is the newest.
 */
export function useCut(asked: Asked, base: Evaluation | null, threshold: number | null): Shown & { isMoving: boolean } {
  const [sent, setSent] = useState(threshold);
  const { data, previousData, error, refetch, loading } = useQuery(cutQuery, {
    variables: { ...asked, threshold: sent },
    skip: sent === null,
    fetchPolicy: 'cache-first',
  });
  if (sent !== threshold && !(loading && sent !== null && threshold !== null)) setSent(threshold);
  const cut = (sent === null ? null : (data ?? previousData)?.evaluation) ?? null;
  const shown = base === null || threshold === null || cut === null ? base : { ...base, ...cut };
  return { shown, error, refetch, isOld: loading, isMoving: sent !== threshold };
}
