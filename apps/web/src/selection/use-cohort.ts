'use client';
import { type AddressIssue, type CohortFilter, readCohort, showCohort } from '@haim/schema';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { type CohortInput } from '@/graphql/generated/graphql.ts';
import { cohortInput } from './cohort-filter.ts';
import { useCompared } from './compared.tsx';
import { useCohortLists } from './use-cohort-lists.ts';
import { useSnapshotId } from './use-snapshot-id.ts';

export interface CohortState {
  /** null is everybody. */
  readonly cohort: CohortFilter | null;
  /** For queries; the same object as long as the selection is the same. */
  readonly input: CohortInput | null;
  /** Parts of the address that are not understood. */
  readonly issues: readonly AddressIssue[];
  /** The snapshot that analyses count; null for the data of now. Lists of patients are always of now. */
  readonly snapshot: string | null;
  readonly setCohort: (cohort: CohortFilter | null) => void;
}

/** The one selection of patients that every analysis of a page shares. It is in the address: Back undoes a change. */
export function useCohort(): CohortState {
  const lists = useCohortLists();
  const compared = useCompared();
  const [address, setAddress] = useQueryState('f', parseAsString.withDefault('').withOptions({ history: 'push' }));
  const { filter, issues } = useMemo(() => readCohort(address, lists), [address, lists]);
  const { id: snapshot } = useSnapshotId();
  const input = useMemo(() => cohortInput(filter), [filter]);
  // Beside each other two cohorts are the selection, whatever else the address has.
  if (compared)
    return { cohort: compared.cohort, input: compared.input, issues: [], snapshot, setCohort: () => undefined };
  return { cohort: filter, input, issues, snapshot, setCohort: (next) => void setAddress(showCohort(next) || null) };
}
