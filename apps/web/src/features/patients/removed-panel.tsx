'use client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form, type Row } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { RecordSummary } from '@/forms/record-summary.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { type RemovedRecordsQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Patient } from './patient-document.ts';
import { removedRecordsQuery, restoreRecordMutation } from './removal-query.ts';
import styles from './removed-panel.module.css';

type Removed = RemovedRecordsQuery['removedRecords'][number];

/** What was removed of a patient: by whom, when and why, and a way back. */
export function RemovedPanel({ patient, study }: { patient: Patient; study: Study }) {
  const t = useTranslations('removal');
  const { data, error, refetch } = useQuery(removedRecordsQuery, {
    variables: { patientId: patient.id },
    fetchPolicy: 'cache-and-network',
  });
  const [open, setOpen] = useState<{ removed: Removed; form: Form } | null>(null);
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState height={200} lines={5} />;
  return (
    <Panel title={t('removed.title')} note={t('removed.note')}>
      {data.removedRecords.length === 0 ? <EmptyState title={t('removed.none')} text={t('removed.noneText')} /> : null}
      <ul className={styles['list']}>
        {data.removedRecords.map((removed) => {
          const form = readableFormOf(study, removed.form);
          return form ? (
            <RemovedItem
              key={removed.id}
              removed={removed}
              form={form}
              study={study}
              onRestore={patient.writable ? () => setOpen({ removed, form }) : null}
            />
          ) : null;
        })}
      </ul>
      {open ? <RestoreRecord {...open} patient={patient} study={study} onClose={() => setOpen(null)} /> : null}
    </Panel>
  );
}

interface RemovedItemProps {
  readonly removed: Removed;
  readonly form: Form;
  readonly study: Study;
  readonly onRestore: (() => void) | null;
}

function RemovedItem({ removed, form, study, onRestore }: RemovedItemProps) {
  const t = useTranslations('removal');
  const label = useLabel();
  const instant = useInstant();
  return (
    <li className={styles['record']}>
      <div className={styles['head']}>
        <div>
          <strong>{label(form.label)}</strong>{' '}
          <span className={styles['quiet']}>
            {removed.removedBy} · <time dateTime={removed.removedAt}>{instant(removed.removedAt, 'medium')}</time>
          </span>
        </div>
        {onRestore ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRestore size={14} aria-hidden />}
            onClick={onRestore}
          >
            {t('restore.open')}
          </Button>
        ) : null}
      </div>
      <p className={styles['reason']}>{t('removed.reason', { reason: removed.reason })}</p>
      <RecordSummary form={form} record={removed.values as Row} choices={{ arm: study.arms }} />
    </li>
  );
}

interface RestoreRecordProps {
  readonly removed: Removed;
  readonly form: Form;
  readonly patient: Patient;
  readonly study: Study;
  readonly onClose: () => void;
}

function RestoreRecord({ removed, form, patient, study, onClose }: RestoreRecordProps) {
  const t = useTranslations('removal');
  const label = useLabel();
  const [restore] = useMutation(restoreRecordMutation, { refetchQueries: 'active' });
  const name = label(form.label);
  return (
    <ReasonDialog
      title={t('restore.title', { form: name, code: patient.code })}
      action={t('restore.do')}
      form={form}
      onClose={onClose}
      onAct={async (reason) => {
        try {
          await restore({ variables: { patientId: patient.id, id: removed.id, reason } });
        } catch (error) {
          return refusalOf(error);
        }
        notifications.show({ message: t('restore.done', { form: name }), color: 'teal' });
        return null;
      }}
    >
      <RecordSummary form={form} record={removed.values as Row} choices={{ arm: study.arms }} />
      <Text size="sm">{t('restore.text')}</Text>
    </ReasonDialog>
  );
}
