'use client';
import { useApolloClient } from '@apollo/client/react';
import { Button, Group, Modal, PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type SignatureMeaning, signatureMeaningLabels, signatureMeanings } from '@haim/schema';
import { useFocusReturn } from '@/forms/use-focus-return.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { sendSignature } from './send-signature.ts';

interface SignDialogProps {
  readonly title: string;
  readonly patientId: string;
  readonly form: string;
  readonly recordId: string;
  readonly onClose: () => void;
}

/** Asks in which sense a record is signed, and for the password of who signs it. */
export function SignDialog({ title, patientId, form, recordId, onClose }: SignDialogProps) {
  useFocusReturn();
  const t = useTranslations('review');
  const label = useLabel();
  const client = useApolloClient();
  const [meaning, setMeaning] = useState<SignatureMeaning>('approved');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (password === '' || isBusy) return;
    setBusy(true);
    const refused = await sendSignature({ patientId, form, recordId, meaning, password, code });
    setBusy(false);
    setRefusal(refused);
    setPassword('');
    setCode('');
    if (refused) return;
    notifications.show({ message: t('signed'), color: 'teal' });
    void client.refetchQueries({ include: 'active' });
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      centered
      closeButtonProps={{ 'aria-label': t('cancel') }}
      title={<Text fw={600}>{title}</Text>}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm">
          <Radio.Group label={t('meaning')} value={meaning} onChange={(next) => setMeaning(next as SignatureMeaning)}>
            <Stack gap="xs" mt="xs">
              {signatureMeanings.map((one) => (
                <Radio key={one} value={one} label={label(signatureMeaningLabels[one])} />
              ))}
            </Stack>
          </Radio.Group>
          <PasswordInput
            label={t('password')}
            value={password}
            autoComplete="current-password"
            data-autofocus
            required
            error={refusal === 'WRONG_PASSWORD' ? t('wrongPassword') : null}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
          <TextInput
            label={t('code')}
            description={t('codeWhen')}
            value={code}
            inputMode="numeric"
            autoComplete="one-time-code"
            error={refusal === 'WRONG_CODE' ? t('wrongCode') : null}
            onChange={({ currentTarget }) => setCode(currentTarget.value)}
          />
          <Text size="sm" c="var(--text-quiet)">
            {t('signText')}
          </Text>
          {refusal && refusal !== 'WRONG_PASSWORD' && refusal !== 'WRONG_CODE' ? <ErrorState code={refusal} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={isBusy}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={password === ''}>
              {t('sign')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
