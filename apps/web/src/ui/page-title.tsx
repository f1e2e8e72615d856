import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode } from 'react';

/** The one h1 of a page, a line under it, and on the right the actions for the whole page. */
export function PageTitle({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <Group justify="space-between" align="flex-end" gap="md" mb="md">
      {/* A long line wraps beside wide actions rather than pushing them below, and the page with them. */}
      <Stack gap={2} flex="1 1 18rem" miw={0}>
        <Title order={1}>{title}</Title>
        {lead ? (
          <Text size="sm" c="var(--text-quiet)">
            {lead}
          </Text>
        ) : null}
      </Stack>
      {children ? <Group gap="xs">{children}</Group> : null}
    </Group>
  );
}
