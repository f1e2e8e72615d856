'use client';
import { useQuery } from '@apollo/client/react';
import { useQueryState } from 'nuqs';
import { errorCode } from '@/graphql/error-code.ts';
import { PatientQueries } from '@/queries/patient-queries.tsx';
import { type Study, useStudy } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { useCtcaeTerms } from '@/session/use-ctcae-terms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { Contradictions } from './contradictions.tsx';
import { DueBar } from './due-bar.tsx';
import { EligibilityPanel } from './eligibility-panel.tsx';
import { FormPanel } from './form-panel.tsx';
import { IdentityPanel } from './identity-panel.tsx';
import { NoPatient } from './no-patient.tsx';
import { OverviewPanel } from './overview-panel.tsx';
import { type Patient, patientDocument } from './patient-document.ts';
import { PatientHeader } from './patient-header.tsx';
import styles from './patient-page.module.css';
import { PatientReview } from './patient-review.tsx';
import { PatientVerifications } from './patient-verifications.tsx';
import { PatientWays } from './patient-ways.tsx';
import { QueriesPanel } from './queries-panel.tsx';
import { RemovedPanel } from './removed-panel.tsx';
import { SectionNav } from './section-nav.tsx';
import { sectionParam } from './sections.ts';
import { StagingDifferences } from './staging-differences.tsx';
import { TreatmentDifferences } from './treatment-differences.tsx';

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
  return (
    <LoadingShape>
      <PanelShape height={480} />
    </LoadingShape>
  );
}

function PatientView({ patient, study }: { patient: Patient; study: Study }) {
  const [section] = useQueryState('form', sectionParam);
  const form = formOf(study, section);
  return (
    <PatientQueries patient={patient} study={study}>
      <PatientReview patientId={patient.id}>
        <PatientVerifications patient={patient}>
          <DueBar study={study} patientId={patient.id} />
          <PatientWays id={patient.id} study={study} section={section} />
          <PatientHeader patient={patient} study={study} />
          <Contradictions patient={patient} />
          <StagingDifferences patient={patient} />
          <TreatmentDifferences patient={patient} study={study} />
          <div className={styles['columns']}>
            <SectionNav patient={patient} study={study} section={section} />
            <div className={styles['content']}>
              {form ? <FormPanel key={form.name} form={form} patient={patient} study={study} /> : null}
              {section === 'overview' ? <OverviewPanel patient={patient} study={study} /> : null}
              {section === 'identity' ? <IdentityPanel key={patient.id} patient={patient} /> : null}
              {section === 'queries' ? <QueriesPanel study={study} /> : null}
              {section === 'history' ? <AuditPanel patient={patient} study={study} /> : null}
              {section === 'removed' ? <RemovedPanel patient={patient} study={study} /> : null}
            </div>
          </div>
          {/* Comes with an answer of its own: above the form it would move what somebody is about to press. */}
          <EligibilityPanel patient={patient} />
        </PatientVerifications>
      </PatientReview>
    </PatientQueries>
  );
}
