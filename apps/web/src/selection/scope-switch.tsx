'use client';
import { Badge, Group, SegmentedControl } from '@mantine/core';
import { IconShieldLock } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useScope } from './use-scope.ts';

/** *My centre* or *Whole study (protected)*, where the study offers the second. */
export function ScopeSwitch() {
  const t = useTranslations('cohort.scope');
  const { scope, isOffered, setScope } = useScope();
  if (!isOffered) return null;
  return (
    <Group gap="xs" data-print="no">
      <SegmentedControl
        size="xs"
        aria-label={t('label')}
        value={scope}
        onChange={(value) => setScope(value === 'STUDY' ? 'STUDY' : 'OWN')}
        data={[
          { value: 'OWN', label: t('own') },
          { value: 'STUDY', label: t('study') },
        ]}
      />
      {scope === 'STUDY' ? <ProtectedBadge /> : null}
    </Group>
  );
}

/** Marks numbers that are not exact. */
export function ProtectedBadge() {
  const t = useTranslations('cohort.scope');
  return (
    <Badge variant="default" leftSection={<IconShieldLock size={12} aria-hidden />}>
      {t('protected')}
    </Badge>
  );
}
