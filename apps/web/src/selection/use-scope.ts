'use client';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type AnalysisScope } from '@/graphql/generated/graphql.ts';
import { useStudy } from '@/session/session.tsx';
import { useCompared } from './compared.tsx';

export interface ScopeState {
  /** Of which centres an analysis is. */
  readonly scope: AnalysisScope;
  /** Whether there is a choice: otherwise every number is exact, of all centres that the reader may read. */
  readonly isOffered: boolean;
  readonly setScope: (scope: AnalysisScope) => void;
}

/** One's own centre, exactly, or all centres of the study, protected. It is in the address, so that a link shows the same. */
export function useScope(): ScopeState {
  const study = useStudy();
  // Two cohorts are compared in the centres of the reader.
  const isCompared = useCompared() !== null;
  const sharesNumbers = study.sharesNumbers && !isCompared;
  const [of, setOf] = useQueryState(
    'of',
    parseAsStringLiteral(['centre', 'study'] as const)
      .withDefault('centre')
      .withOptions({ history: 'push' }),
  );
  return {
    scope: sharesNumbers && of === 'study' ? 'STUDY' : 'OWN',
    isOffered: sharesNumbers,
    setScope: (scope) => void setOf(scope === 'STUDY' ? 'study' : null),
  };
}
