'use client';
import { PanelShape } from '@/ui/loading-shape.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { useQueryState } from 'nuqs';
import { PatientQueries } from '@/queries/patient-queries.tsx';
import { type Study } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { onOpening } from '@/ui/on-opening.tsx';
import { Contradictions } from './contradictions.tsx';
import { DueBar } from './due-bar.tsx';
import { EligibilityPanel } from './eligibility-panel.tsx';
import { OverviewPanel } from './overview-panel.tsx';
import { PatientHeader } from './patient-header.tsx';
import { PatientReview } from './patient-review.tsx';
import { PatientVerifications } from './patient-verifications.tsx';
import { PatientWays } from './patient-ways.tsx';
import { SectionNav } from './section-nav.tsx';
import { sectionParam } from './sections.ts';
import { StagingDifferences } from './staging-differences.tsx';
import { TreatmentDifferences } from './treatment-differences.tsx';
import { type Patient } from './patient-document.ts';
import styles from './patient-page.module.css';

const RemovedPanel = onOpening(
  async () => (await import('./removed-panel.tsx')).RemovedPanel,
  <PanelShape height={320} />,
);
const QueriesPanel = onOpening(
  async () => (await import('./queries-panel.tsx')).QueriesPanel,
  <PanelShape height={320} />,
);
const IdentityPanel = onOpening(
  async () => (await import('./identity-panel.tsx')).IdentityPanel,
  <PanelShape height={320} />,
);
const FormPanel = onOpening(async () => (await import('./form-panel.tsx')).FormPanel, <PanelShape height={480} />);
const AuditPanel = onOpening(
  async () => (await import('./audit-panel.tsx')).AuditPanel,
  <LoadingState height={320} lines={8} />,
);

interface PatientViewProps {
  readonly patient: Patient;
  readonly study: Study;
}

/** Everything of a patient around the section that the address names. */
export function PatientView({ patient, study }: PatientViewProps) {
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
