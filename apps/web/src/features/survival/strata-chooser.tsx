'use client';
import { Button, Checkbox, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { mostStrata, useStrata } from './use-strata.ts';
import { useSurvivalState } from './use-survival-state.ts';

/** By which variables the adjusted model and the log-rank test are stratified; none at first. */
export function StrataChooser() {
  const t = useTranslations('survival.model.strata');
  const labels = useLabels();
  const { setState } = useSurvivalState();
  const { offered, chosen } = useStrata();
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus width={280}>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconStack2 size={14} aria-hidden />}>
          {chosen.length > 0 ? t('some', { n: chosen.length }) : t('none')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="xs" c="var(--text-quiet)" mb="xs">
          {t('note', { most: mostStrata })}
        </Text>
        <Checkbox.Group
          aria-label={t('label')}
          value={[...chosen]}
          onChange={(names) => setState({ strata: names.length > 0 ? names : null })}
        >
          <ScrollArea.Autosize mah={300} type="auto">
            <Stack gap={6}>
              {offered.map((name) => (
                <Checkbox
                  key={name}
                  size="xs"
                  value={name}
                  label={labels.variable(name)}
                  disabled={chosen.length >= mostStrata && !chosen.includes(name)}
                />
              ))}
            </Stack>
          </ScrollArea.Autosize>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
