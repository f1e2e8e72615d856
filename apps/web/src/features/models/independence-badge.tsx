'use client';
import { useQuery } from '@apollo/client/react';
import { Tooltip, UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type IndependenceLevel } from '@/graphql/generated/graphql.ts';
import { useSay } from '@/i18n/use-say.ts';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { type Asked } from './use-evaluated.ts';
import { originQuery } from './view-queries.ts';

export const toneOf: Readonly<Record<IndependenceLevel, Tone>> = {
  overlap: 'bad',
  internal: 'neutral',
  heldOutCentreSubset: 'attention',
  partlyExternal: 'attention',
  external: 'good',
  unknown: 'attention',
};

/** How far the cases are from those that were trained on, at a glance; it opens what that rests on. */
export function IndependenceBadge({ asked, onOpen }: { asked: Asked; onOpen: () => void }) {
  const t = useTranslations('models.origin');
  const say = useSay();
  const { study, source, set, cohort } = asked;
  const { data, loading } = useQuery(originQuery, {
    variables: { study, source, set, cohort },
    fetchPolicy: 'cache-first',
  });
  const found = data?.evaluation.independence;
  if (!found) {
    // Its place is kept while it is asked for, so that what follows does not move.
    return loading ? (
      <span aria-hidden style={{ visibility: 'hidden' }}>
        <StatusBadge tone="neutral">{t('levels.heldOutCentreSubset')}</StatusBadge>
      </span>
    ) : null;
  }
  return (
    <Tooltip label={found.statements.map(say).join(' ')} multiline w={340}>
      <UnstyledButton onClick={onOpen} aria-label={t('open', { level: t(`levels.${found.level}`) })}>
        <StatusBadge tone={toneOf[found.level]}>{t(`levels.${found.level}`)}</StatusBadge>
      </UnstyledButton>
    </Tooltip>
  );
}
