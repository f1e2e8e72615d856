'use client';
import { useQuery } from '@apollo/client/react';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { useCtcaeTerms } from '@/session/use-ctcae-terms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { besideAnswer } from '@/ui/on-opening.tsx';
import { NoPatient } from './no-patient.tsx';
import { patientDocument } from './patient-document.ts';

const shape = (
  <LoadingShape>
    <PanelShape height={480} />
  </LoadingShape>
);
const PatientView = besideAnswer(async () => (await import('./patient-view.tsx')).PatientView, shape);

/** One patient: who they are and how it went at the top, every form below, and who changed what. */
export function PatientPage({ id }: { id: string }) {
  const study = useStudy();
  const areTermsKnown = useCtcaeTerms();
  const { data, previousData, error, refetch } = useQuery(patientDocument, { variables: { id } });
  // For this address only: what is typed in a form is not discarded because a later refetch failed.
  const patient = [data?.patient, previousData?.patient].find((known) => known?.id === id);
  if (areTermsKnown && patient && patient.study === study.code) {
    return (
      <>
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        <PatientView patient={patient} study={study} />
      </>
    );
  }
  if ((patient && patient.study !== study.code) || (error && errorCode(error) === 'NOT_FOUND')) return <NoPatient />;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  return shape;
}
