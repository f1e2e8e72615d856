'use client';
import { Button, Checkbox, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type SubjectVariable } from '@haim/schema';
import { useLabels } from '@/selection/use-labels.ts';
import { type ListColumns } from './use-list-columns.ts';

/** Adds columns to the list of patients: fields of the study first. */
export function ColumnChooser({ own, others, chosen, choose }: ListColumns) {
  const t = useTranslations('cohort.patients');
  const names = chosen.map(({ name }) => name);
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus width={280}>
      <Popover.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconColumns3 size={13} aria-hidden />}>
          {t('columns', { n: names.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={names} onChange={choose} aria-label={t('addColumns')}>
          <ScrollArea.Autosize mah={320} type="auto">
            <Stack gap="sm">
              {own.length > 0 ? <Group title={t('ownColumns')} variables={own} /> : null}
              <Group title={t('otherColumns')} variables={others} />
            </Stack>
          </ScrollArea.Autosize>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

function Group({ title, variables }: { title: string; variables: readonly SubjectVariable[] }) {
  const labels = useLabels();
  return (
    <Stack gap={6}>
      <Text size="xs" c="var(--text-quiet)">
        {title}
      </Text>
      {variables.map(({ name }) => (
        <Checkbox key={name} size="xs" value={name} label={labels.variable(name)} />
      ))}
    </Stack>
  );
}
