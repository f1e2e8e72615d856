import { Stack, Text } from '@mantine/core';
import { type ReactNode } from 'react';

/** Nothing to show is an answer too: says so, and offers the next step if there is one. */
export function EmptyState({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" ta="center" data-state="empty">
      <Text fw={600}>{title}</Text>
      {text ? (
        <Text size="sm" c="var(--text-quiet)" maw="34rem">
          {text}
        </Text>
      ) : null}
      {children}
    </Stack>
  );
}
