'use client';
import { useQuery } from '@apollo/client/react';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { type ChosenSet, type Evaluation, setVariables } from '@/evaluation/evaluation.ts';
import { evaluationQuery } from '@/evaluation/query.ts';
import { useStudy } from '@/session/session.tsx';
import { countedAt, isOfSameCases, sortedCases } from './counted-cut.ts';
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

/** How long a threshold rests before the API is asked: a key that is held down repeats some thirty times a second. */
const restMs = 200;

/**
 * The same at another threshold. What moves is counted here at once, from the cases that are loaded and by the functions
 * that the API counts with; once the threshold rests, the API's own answer takes its place. Where the two differ the data
 * have changed meanwhile, and everything is read again.
 */
export function useCut(
  asked: Asked,
  { shown: base, refetch: readAgain }: Pick<Shown, 'shown' | 'refetch'>,
  threshold: number | null,
): Shown & { isMoving: boolean } {
  const [rested] = useDebouncedValue(threshold, restMs);
  const { data, previousData, error, refetch, loading } = useQuery(cutQuery, {
    variables: { ...asked, threshold: rested },
    skip: rested === null,
    fetchPolicy: 'cache-first',
  });
  const answer = (rested !== null && rested === threshold ? data?.evaluation : null) ?? null;
  const sorted = useMemo(() => base && sortedCases(base), [base]);
  const named = base?.confusion ?? data?.evaluation.confusion ?? previousData?.evaluation.confusion ?? null;
  const isOther = base !== null && answer !== null && !isOfSameCases(answer, base, sorted);
  useEffect(() => {
    if (isOther) void Promise.all([readAgain(), refetch()]);
    // Once for each pair of answers: what was read again and is the same is not read a third time.
  }, [isOther, answer, base, readAgain, refetch]);
  const state = { error, refetch, isOld: loading, isMoving: rested !== threshold };
  if (base === null || threshold === null) return { ...state, shown: base };
  if (answer !== null) return { ...state, shown: { ...base, ...answer } };
  return { ...state, shown: sorted && named ? countedAt(threshold, base, sorted, named) : base };
}
