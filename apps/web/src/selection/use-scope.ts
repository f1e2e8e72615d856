'use client';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type AnalysisScope } from '@/graphql/generated/graphql.ts';
import { useStudy } from '@/session/session.tsx';
import { useCompared } from './compared.tsx';
import { useIsOfOwnCentres } from './of-own-centres.tsx';
import { useSnapshotId } from './use-snapshot-id.ts';

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
  const isOfOwn = useIsOfOwnCentres();
  const sharesNumbers = study.sharesNumbers && !isCompared && !isOfOwn;
  // A snapshot is analysed by own centres: protected numbers of two moments could be subtracted from each other.
  const isFrozen = useSnapshotId().id !== null;
  const [of, setOf] = useQueryState(
    'of',
    parseAsStringLiteral(['centre', 'study'] as const)
      .withDefault('centre')
      .withOptions({ history: 'push' }),
  );
  return {
    scope: sharesNumbers && !isFrozen && of === 'study' ? 'STUDY' : 'OWN',
    isOffered: sharesNumbers && !isFrozen,
    setScope: (scope) => void setOf(scope === 'STUDY' ? 'study' : null),
  };
}
