'use client';
import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { PatientGrid } from './patient-grid.tsx';
import { countsDocument, countsOf, countsVariables } from './record-counts.ts';
import { type PatientRow } from './use-codes.ts';

interface CountedGridProps {
  readonly study: Study;
  /** At least one and no more than one question may name. */
  readonly patients: readonly PatientRow[];
  readonly showCentre: boolean;
}

/** The grid of a few patients, its marks filled in as soon as they are read. */
export function CountedGrid({ study, patients, showCentre }: CountedGridProps) {
  const document = useMemo(() => countsDocument(patients.length), [patients.length]);
  const { data, error, refetch } = useQuery(document, { variables: countsVariables(patients.map(({ id }) => id)) });
  return (
    <>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      <PatientGrid study={study} patients={patients} counts={data ? countsOf(data) : null} showCentre={showCentre} />
    </>
  );
}
