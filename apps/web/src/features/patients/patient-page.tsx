'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button } from '@mantine/core';
import Link from 'next/link';
import { useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl';
import { forms } from '@haim/schema';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study, useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { Contradictions } from './contradictions.tsx';
import { FormPanel } from './form-panel.tsx';
import { OverviewPanel } from './overview-panel.tsx';
import { type Patient, patientDocument } from './patient-document.ts';
import { PatientHeader } from './patient-header.tsx';
import styles from './patient-page.module.css';
import { SectionNav } from './section-nav.tsx';
import { sectionParam } from './sections.ts';

/** One patient: who they are and how it went at the top, every form below, and who changed what. */
export function PatientPage({ id }: { id: string }) {
  const study = useStudy();
  const t = useTranslations('patients');
  const { data, previousData, error, refetch } = useQuery(patientDocument, { variables: { id } });
  // Of this address only: what stands in a form is not given up because a later look at the record failed.
  const patient = [data?.patient, previousData?.patient].find((known) => known?.id === id);
  if (patient && patient.study === study.code) {
    return (
      <>
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        <PatientView patient={patient} study={study} />
      </>
    );
  }
  // A patient of another study or centre and none at all look alike.
  if (patient || (error && errorCode(error) === 'NOT_FOUND')) {
    return (
      <EmptyState title={t('notFound.title')} text={t('notFound.text')}>
        <Button component={Link} href={patientsPath(study)} variant="default">
          {t('notFound.back')}
        </Button>
      </EmptyState>
    );
  }
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  return <LoadingState height={480} />;
}

function PatientView({ patient, study }: { patient: Patient; study: Study }) {
  const [section] = useQueryState('form', sectionParam);
  const t = useTranslations('patients');
  const form = forms.find(({ name }) => name === section);
  return (
    <>
      <Anchor component={Link} href={patientsPath(study)} size="sm">
        {t('back')}
      </Anchor>
      <PatientHeader patient={patient} study={study} />
      <Contradictions patient={patient} />
      <div className={styles['columns']}>
        <SectionNav patient={patient} section={section} />
        <div className={styles['content']}>
          {form ? <FormPanel key={form.name} form={form} patient={patient} study={study} /> : null}
          {section === 'overview' ? <OverviewPanel patient={patient} /> : null}
          {section === 'history' ? <AuditPanel patient={patient} study={study} /> : null}
        </div>
      </div>
    </>
  );
}

/** Where patients are listed: for those who enter the grid of forms, for readers the cohort. */
function patientsPath({ code, writableCentres }: Study): string {
  return `/studies/${encodeURIComponent(code)}/${writableCentres.length > 0 ? 'entry' : 'cohort'}`;
}
