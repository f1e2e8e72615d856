'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Drawer, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type FieldSpec, type Form } from '@haim/schema';
import { auditedValue } from '@/forms/audit-lines.ts';
import { type FieldHistory, fieldHistories, type PastValue, withPastValue } from '@/forms/field-history.ts';
import { ReasonDialog } from '@/forms/reason-dialog.tsx';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { type SavedRecord, useSaveRecord } from '@/forms/use-save-record.ts';
import { useShownValue, useUnit } from '@/forms/use-words.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { type Study } from '@/session/session.tsx';
import { formOf, readableFormOf } from '@/session/study-forms.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { type Patient } from './patient-document.ts';
import { recordAuditQuery } from './query.ts';
import styles from './record-history.module.css';

export interface RecordHistoryProps {
  readonly form: Form;
  readonly record: SavedRecord;
  readonly patient: Patient;
  readonly study: Study;
  /** Whether values may be restored: not where the record is frozen or locked, or only read. */
  readonly isOpen: boolean;
}

/** The earlier values of one record, each of which may be restored. */
export function HistoryDrawer(props: RecordHistoryProps & { readonly onClose: () => void }) {
  const { form, record, patient, study, isOpen, onClose } = props;
  useFocusReturn();
  const t = useTranslations('forms.history');
  const forms = useTranslations('forms');
  const label = useLabel();
  const { data, error, refetch } = useQuery(recordAuditQuery, {
    variables: { study: study.code, patientId: patient.id, recordId: record.id },
    fetchPolicy: 'cache-and-network',
  });
  const [restoring, setRestoring] = useState<{ history: FieldHistory; past: PastValue } | null>(null);
  const histories = data ? fieldHistories(readableFormOf(study, form.name) ?? form, data.auditEntries) : [];
  const entered = formOf(study, form.name);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(40rem, 100vw)"
      closeButtonProps={{ 'aria-label': forms('close') }}
      title={<Text fw={600}>{t('title', { form: label(form.label), code: patient.code })}</Text>}
    >
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height={240} lines={6} /> : null}
      {data && histories.length === 0 ? <EmptyState title={t('none')} /> : null}
      <ul className={styles['fields']}>
        {histories.map((history) => (
          <OneField
            key={history.field}
            history={history}
            study={study}
            onRestore={
              isOpen && entered && history.field in entered.fields ? (past) => setRestoring({ history, past }) : null
            }
          />
        ))}
      </ul>
      {restoring && entered ? (
        <RestoreValue {...props} {...restoring} form={entered} onClose={() => setRestoring(null)} />
      ) : null}
    </Drawer>
  );
}

interface OneFieldProps {
  readonly history: FieldHistory;
  readonly study: Study;
  readonly onRestore: ((past: PastValue) => void) | null;
}

function OneField({ history: { spec, values }, study, onRestore }: OneFieldProps) {
  const t = useTranslations('forms.history');
  const label = useLabel();
  const instant = useInstant();
  const textOf = usePastText(study);
  const now = values.find(({ isCurrent }) => isCurrent)?.value ?? null;
  return (
    <li>
      <h3>{label(spec.label)}</h3>
      <ol className={styles['values']}>
        {values.map((past) => (
          <li key={past.since?.id ?? 'before'} className={styles['value']} data-current={past.isCurrent}>
            <div>
              <span className={styles['text']}>{textOf(spec, past.value)}</span>{' '}
              {past.isCurrent ? <span className={styles['quiet']}>{t('current')}</span> : null}
              <div className={styles['quiet']}>
                {past.since ? t('since', { name: past.since.by, at: instant(past.since.at, 'medium') }) : t('before')}
                {past.since?.reason ? <> · {t('reason', { reason: past.since.reason })}</> : null}
              </div>
            </div>
            {onRestore && !past.isCurrent && past.value !== now ? (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconRestore size={14} aria-hidden />}
                aria-label={t('restoreOf', { field: label(spec.label), value: textOf(spec, past.value) })}
                onClick={() => onRestore(past)}
              >
                {t('restore')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
    </li>
  );
}

interface RestoreValueProps extends RecordHistoryProps {
  readonly history: FieldHistory;
  readonly past: PastValue;
  readonly onClose: () => void;
}

/** An earlier value becomes the present one as a correction: with a reason, by every check and in the version shown. */
function RestoreValue({ form, record, patient, study, history, past, onClose }: RestoreValueProps) {
  const t = useTranslations('forms.history');
  const label = useLabel();
  const textOf = usePastText(study);
  const save = useSaveRecord(form, patient.id);
  const { field, spec, values } = history;
  const now = values.find(({ isCurrent }) => isCurrent)?.value ?? null;
  const name = label(spec.label);
  return (
    <ReasonDialog
      title={t('restoreTitle', { field: name })}
      action={t('restore')}
      form={form}
      onClose={onClose}
      onAct={async (reason) => {
        const { refusal } = await save({
          ...{ id: record.id, version: record.version, reason },
          values: withPastValue(form, record, field, past.value),
        });
        if (!refusal) notifications.show({ message: t('done', { field: name }), color: 'teal' });
        return refusal;
      }}
    >
      <Text size="sm">{t('restoreText', { now: textOf(spec, now), past: textOf(spec, past.value) })}</Text>
    </ReasonDialog>
  );
}

function usePastText(study: Study): (spec: FieldSpec, value: string | null) => string {
  const t = useTranslations('forms.history');
  const show = useShownValue({ arm: study.arms });
  const unitOf = useUnit();
  return (spec, value) => {
    if (value === null) return t('empty');
    const unit = unitOf(spec);
    return `${show(spec, auditedValue(spec, value))}${unit ? ` ${unit}` : ''}`;
  };
}
