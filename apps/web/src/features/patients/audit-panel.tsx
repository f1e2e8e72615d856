'use client';
import { useQuery } from '@apollo/client/react';
import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { auditKindLabels, changeKinds, forms, identityForm } from '@haim/schema';
import { ChangedFields } from '@/forms/changed-fields.tsx';
import { useInstant } from '@/i18n/use-instant.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { type PatientAuditQuery } from '@/graphql/generated/graphql.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './audit-panel.module.css';
import { type Patient } from './patient-document.ts';
import { auditQuery } from './query.ts';

type Entry = PatientAuditQuery['auditEntries'][number];

/** The number of entries shown; the database keeps all of them. */
const shown = 100;

/** Who changed what, when, and why; written by the database in the transaction of the change. */
export function AuditPanel({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('patients.history');
  const { data, error, refetch } = useQuery(auditQuery, {
    variables: { study: study.code, patientId: patient.id, first: shown },
  });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState height={320} lines={8} />;
  return (
    <Panel
      title={t('title')}
      note={data.auditEntries.length === shown ? t('newest', { n: shown }) : t('all')}
      actions={
        <Anchor
          component={Link}
          href={`${studyPath(study.code, 'audit')}?patient=${encodeURIComponent(patient.code)}`}
          size="sm"
        >
          {t('inAudit')}
        </Anchor>
      }
    >
      {data.auditEntries.length === 0 ? <EmptyState title={t('none')} /> : null}
      <ol className={styles['list']}>
        {data.auditEntries.map((entry) => (
          <AuditItem key={entry.id} entry={entry} study={study} />
        ))}
      </ol>
    </Panel>
  );
}

function AuditItem({ entry, study }: { entry: Entry; study: Study }) {
  const t = useTranslations('patients.history');
  const instant = useInstant();
  const label = useLabel();
  const form = [...forms, identityForm].find(({ name }) => name === entry.form);
  const action = changeKinds.find((known) => known === entry.action);
  return (
    <li className={styles['entry']}>
      <div className={styles['head']}>
        <strong>{form ? label(form.label) : t('patient')}</strong>
        <span>{action ? t(`actions.${action}`) : label(auditKindLabels[entry.action])}</span>
        <span className={styles['quiet']}>
          {entry.by} ·{' '}
          <time dateTime={entry.at} title={entry.at}>
            {instant(entry.at, 'medium')}
          </time>
        </span>
      </div>
      {entry.reason ? <p className={styles['reason']}>{t('reason', { reason: entry.reason })}</p> : null}
      <ChangedFields entry={entry} study={study} />
    </li>
  );
}
