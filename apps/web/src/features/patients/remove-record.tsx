'use client';
import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form } from '@haim/schema';
import { refusalOf } from '@/forms/answers.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { type SavedRecord } from '@/forms/record-editor.tsx';
import { RecordSummary } from '@/forms/record-summary.tsx';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { type Patient } from './patient-document.ts';
import { removeRecordMutation } from './removal-query.ts';

interface RemoveRecordProps {
  readonly form: Form;
  readonly record: SavedRecord;
  readonly patient: Patient;
  readonly study: Study;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}

/** Removes one record, after a look at it and for a reason. */
export function RemoveRecord({ form, record, patient, study, onRemoved, onClose }: RemoveRecordProps) {
  const t = useTranslations('removal');
  const label = useLabel();
  const [remove] = useMutation(removeRecordMutation, { refetchQueries: 'active' });
  const name = label(form.label);
  return (
    <ReasonDialog
      title={t('record.title', { form: name, code: patient.code })}
      action={t('record.do')}
      isRemoval
      form={form}
      onClose={onClose}
      onAct={async (reason) => {
        const variables = { patientId: patient.id, form: form.name, id: record.id, version: record.version, reason };
        try {
          await remove({ variables });
        } catch (error) {
          return refusalOf(error);
        }
        notifications.show({ message: t('record.done', { form: name }), color: 'teal' });
        onRemoved();
        return null;
      }}
    >
      <RecordSummary form={form} record={record} choices={{ arm: study.arms }} />
      <Text size="sm">{t('record.text')}</Text>
    </ReasonDialog>
  );
}
