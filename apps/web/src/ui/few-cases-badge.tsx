'use client';
import { Tooltip } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isFew } from './few-cases.ts';
import { StatusBadge } from './status-badge.tsx';

/** Shown beside a measure of two classes that rests on few cases of either; nothing if there are enough. */
export function FewCasesBadge({ positive, negative }: { positive: number; negative: number }) {
  const t = useTranslations('ui.fewCases');
  if (!isFew(positive, negative)) return null;
  return (
    <Tooltip label={t('text')} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <span tabIndex={0}>
        <StatusBadge tone="attention">{t('badge', { positive, negative })}</StatusBadge>
      </span>
    </Tooltip>
  );
}
