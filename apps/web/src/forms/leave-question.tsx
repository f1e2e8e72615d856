'use client';
import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';

interface LeaveQuestionProps {
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Whether entries that are not saved are to be abandoned. */
export function LeaveQuestion({ onStay, onLeave }: LeaveQuestionProps) {
  const t = useTranslations('forms.leave');
  return (
    <Modal
      opened
      onClose={onStay}
      withCloseButton={false}
      title={<Text fw={600}>{t('title')}</Text>}
      centered
      zIndex={400}
    >
      <Text size="sm">{t('text')}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onStay} data-autofocus>
          {t('stay')}
        </Button>
        <Button color="red" onClick={onLeave}>
          {t('leave')}
        </Button>
      </Group>
    </Modal>
  );
}
