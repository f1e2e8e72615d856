'use client';
import { useQuery } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { type HoldScope } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { type PatientReviewQuery } from '@/graphql/generated/graphql.ts';
import { useCentresWith } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { patientReviewQuery } from './review-query.ts';

export type Hold = PatientReviewQuery['patientReview']['holds'][number];
export type Signature = PatientReviewQuery['patientReview']['signatures'][number];

const Context = createContext<PatientReviewQuery['patientReview'] | null>(null);

/** Reads once what of a patient is frozen, locked and signed, for every record on the page. */
export function PatientReview({ patientId, children }: { patientId: string; children: ReactNode }) {
  const { data, error, refetch } = useQuery(patientReviewQuery, {
    variables: { patientId },
    fetchPolicy: 'cache-and-network',
  });
  return (
    <Context value={data?.patientReview ?? null}>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {children}
    </Context>
  );
}

export interface Review {
  /** The strictest of those that cover it; null where it may be changed. */
  readonly hold: (Hold & { readonly scope: HoldScope }) | null;
  /** Those that were set for exactly this. */
  readonly own: readonly Hold[];
  readonly signatures: readonly Signature[];
}

const scopeOf = ({ patientId, recordId }: Hold): HoldScope =>
  patientId === null ? 'centre' : recordId === null ? 'patient' : 'record';

/** Which records of a table are held, and whether the table has something to say or to do about that. */
export function useHeldRecords() {
  const holds = useContext(Context)?.holds ?? [];
  const lockable = useCentresWith('lockRecords');
  return {
    isHeld: (id: string) => holds.some(({ recordId }) => recordId === null || recordId === id),
    isShown: (centre: string) => holds.length > 0 || lockable.includes(centre),
  };
}

/** @param recordId - null: of the patient as a whole, or of a record that is not there yet. */
export function useReview(recordId: string | null): Review {
  const review = useContext(Context);
  return useMemo(() => {
    const covering = (review?.holds ?? []).filter((hold) => hold.recordId === null || hold.recordId === recordId);
    const strictest = covering.find(({ kind }) => kind === 'locked') ?? covering[0];
    return {
      hold: strictest ? { ...strictest, scope: scopeOf(strictest) } : null,
      own: covering.filter((hold) => hold.recordId === recordId && hold.patientId !== null),
      signatures: (review?.signatures ?? []).filter((signature) => signature.recordId === recordId),
    };
  }, [review, recordId]);
}
