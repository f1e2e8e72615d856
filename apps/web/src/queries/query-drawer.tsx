'use client';
import { Drawer, Group, Text, Title } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useFocusReturn } from '@/forms/use-focus-return.ts';

interface QueryDrawerProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The drawer of questions and answers, beside what they are about. */
export function QueryDrawer({ title, onClose, children }: QueryDrawerProps) {
  useFocusReturn();
  const t = useTranslations('queries');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="min(32rem, 100vw)"
      closeButtonProps={{ 'aria-label': t('close') }}
      title={<Text fw={600}>{title}</Text>}
    >
      {children}
    </Drawer>
  );
}

/** The heading of one query in it. */
export function QueryHead({ name, badge }: { name: string; badge: ReactNode }) {
  return (
    <Group justify="space-between" gap="xs" mb="xs">
      <Title order={3} size="h5">
        {name}
      </Title>
      {badge}
    </Group>
  );
}
