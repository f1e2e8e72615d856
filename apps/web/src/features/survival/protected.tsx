'use client';
import { Box } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { ProtectionNote } from '@/selection/protection-note.tsx';
import { useLabels } from '@/selection/use-labels.ts';
import { type Survival } from './to-chart.ts';

/** How curves of all centres were protected, and which groups have none. */
export function Protected({ survival }: { survival: Survival }) {
  const t = useTranslations('survival.protected');
  const labels = useLabels();
  const { list } = useFormatter();
  const { protection, withheldGroups, groupBy } = survival;
  const groups = withheldGroups.map((label) => (groupBy ? labels.shortValue(groupBy, label) : t('everybody')));
  return (
    <Box mb="md">
      <ProtectionNote statements={protection?.statements ?? []}>
        {groups.length > 0 ? t('withheld', { groups: list(groups) }) : null}
      </ProtectionNote>
    </Box>
  );
}
