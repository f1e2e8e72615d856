'use client';
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Form } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Refusal } from './answers.ts';
import { useFocusReturn } from './use-focus-return.ts';

interface ReasonDialogProps {
  readonly title: string;
  /** What will happen, and to what. */
  readonly children: ReactNode;
  readonly action: string;
  /** Takes something away. */
  readonly isRemoval?: boolean;
  /** Whether what is asked besides the reason is there. */
  readonly isReady?: boolean;
  /** The form whose fields a refusal may name. */
  readonly form?: Form | undefined;
  /** Null if it was done. */
  readonly onAct: (reason: string) => Promise<Refusal | null>;
  readonly onClose: () => void;
}

/** Asks for the reason of an act that the trail keeps, and says at its place why it was refused. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, children, action, isRemoval = false, isReady = true, form, onAct, onClose } = props;
  useFocusReturn();
  const t = useTranslations('removal');
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const canAct = isReady && reason.trim() !== '' && !isBusy;

  async function submit(event: FormEvent) {
    event.preventDefault();
    // The dialog is drawn within a form of the page at times.
    event.stopPropagation();
    if (!canAct) return;
    setBusy(true);
    const refused = await onAct(reason.trim());
    setBusy(false);
    if (refused) setRefusal(refused);
    else onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('cancel') }}
      title={<Text fw={600}>{title}</Text>}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          {children}
          <TextInput
            label={t('reason')}
            description={t('reasonKept')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autoComplete="off"
            required
            data-autofocus
          />
          {refusal ? <Refused refusal={refusal} form={form} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={isBusy}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={!canAct} {...(isRemoval ? { color: 'red.9' } : {})}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Refused({ refusal, form }: { refusal: Refusal; form: Form | undefined }) {
  const t = useTranslations('removal');
  const forms = useTranslations('forms');
  const label = useLabel();
  if (refusal.kind === 'failed' && refusal.code !== 'CONFLICT') return <ErrorState code={refusal.code} />;
  const nameOf = (field: string) => {
    const spec = form?.fields[field];
    return spec ? `${label(spec.label)}: ` : '';
  };
  return (
    <Alert role="alert" color="red" variant="light">
      {refusal.kind === 'issues'
        ? refusal.issues.map((issue) => (
            <div key={issue.field}>
              {nameOf(issue.field)}
              {forms('expected', { expected: label(issue.expected) })}
            </div>
          ))
        : t('changedMeanwhile')}
    </Alert>
  );
}
