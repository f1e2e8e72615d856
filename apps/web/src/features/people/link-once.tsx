'use client';
import { Alert, Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface LinkOnceProps {
  readonly lead: string;
  readonly label: string;
  readonly path: string;
  /** Whether it was sent as well; null where there is no mail server. */
  readonly isMailed: boolean | null;
  readonly onClose: () => void;
}

/** A link that is shown this once, to be passed on. */
export function LinkOnce({ lead, label, path, isMailed, onClose }: LinkOnceProps) {
  const t = useTranslations('people');
  const link = window.location.origin + path;
  return (
    <Stack gap="sm">
      {isMailed === null ? null : (
        <Alert role="status" color={isMailed ? 'green' : 'red'} variant="light">
          {t(isMailed ? 'link.sent' : 'link.notSent')}
        </Alert>
      )}
      <Text size="sm">{lead}</Text>
      <TextInput label={label} value={link} readOnly data-autofocus onFocus={(event) => event.currentTarget.select()} />
      <Group justify="flex-end" gap="xs">
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'invite.copied' : 'invite.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('close')}</Button>
      </Group>
    </Stack>
  );
}
