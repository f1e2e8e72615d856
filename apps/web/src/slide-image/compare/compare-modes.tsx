'use client';
import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type CompareState } from './use-comparison.ts';

/** A divider between A and B, or a lens that shows B. */
export function CompareModes({ comparison: { mode, setMode } }: { comparison: CompareState }) {
  const t = useTranslations('stage');
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('compare.mode')}
      value={mode}
      onChange={(chosen) => setMode(chosen === 'lens' ? 'lens' : 'divider')}
      data={[
        { value: 'divider', label: t('compare.dividerName') },
        { value: 'lens', label: t('compare.lensName') },
      ]}
    />
  );
}
