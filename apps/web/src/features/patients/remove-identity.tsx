'use client';
import { useMutation } from '@apollo/client/react';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { removeIdentityMutation } from './identity-query.ts';
import { type Patient } from './patient-document.ts';

interface RemoveIdentityProps {
  readonly patient: Patient;
  readonly version: number;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Removes who a patient is, for a reason; the records of the patient stay. */
export function RemoveIdentity({ patient, version, onClose, onRemoved }: RemoveIdentityProps) {
  useFocusReturn();
  const t = useTranslations('patients.identity');
  const forms = useTranslations('forms');
  const [reason, setReason] = useState('');
  const [remove, { loading, error }] = useMutation(removeIdentityMutation, { fetchPolicy: 'no-cache' });

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const done = await remove({ variables: { patientId: patient.id, version, reason } }).catch(() => null);
    if (!done?.data) return;
    onClose();
    onRemoved();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': forms('close') }}
      title={<Text fw={600}>{t('removeTitle', { code: patient.code })}</Text>}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{t('removeText')}</Text>
          <TextInput
            label={t('reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autoComplete="off"
            required
            data-autofocus
          />
          {error ? <ErrorState code={errorCode(error)} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={loading}>
              {forms('close')}
            </Button>
            <Button type="submit" color="red" loading={loading} disabled={reason.trim() === ''}>
              {t('remove')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
