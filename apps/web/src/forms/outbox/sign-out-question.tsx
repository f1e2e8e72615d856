'use client';
import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface SignOutQuestionProps {
  readonly n: number;
  readonly onAnswer: (discards: boolean) => void;
}

/** What is kept in this browser is discarded with the session, and not before somebody said so. */
export function SignOutQuestion({ n, onAnswer }: SignOutQuestionProps) {
  const t = useTranslations('forms.outbox.signOut');
  return (
    <Modal
      opened
      onClose={() => onAnswer(false)}
      withCloseButton={false}
      centered
      zIndex={400}
      title={<Text fw={600}>{t('title')}</Text>}
    >
      <Text size="sm">{t('text', { n })}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={() => onAnswer(false)} data-autofocus>
          {t('stay')}
        </Button>
        <Button color="red" onClick={() => onAnswer(true)}>
          {t('leave')}
        </Button>
      </Group>
    </Modal>
  );
}
