'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { missing } from '@/numbers/show.ts';
import { useCohortSummary } from './use-cohort-summary.ts';

/** The room of three digits twice: what is beside it stays where it is when the numbers arrive. */
const usualWidth = '6.25rem';

/** `n = 312 of 378`, announced when it changes; no number if the requested one did not arrive. */
export function CohortCount({ isLarge = false }: { isLarge?: boolean }) {
  const t = useTranslations('cohort');
  const { summary, freshness } = useCohortSummary();
  return (
    <div
      aria-live="polite"
      aria-atomic
      style={{ opacity: freshness === 'waiting' ? 0.5 : 1, ...(isLarge ? {} : { minWidth: usualWidth }) }}
    >
      {summary && freshness !== 'former' ? (
        <>
          <Text span fw={700} fz={isLarge ? 28 : 'md'} lh={1.2}>
            {summary.protection ? t('about', { n: summary.n }) : `n = ${summary.n}`}
          </Text>{' '}
          <Text span size={isLarge ? 'lg' : 'sm'} c="var(--text-quiet)">
            {summary.protection ? t('ofAbout', { total: summary.total }) : t('ofTotal', { total: summary.total })}
          </Text>
        </>
      ) : (
        <Text span fz={isLarge ? 28 : 'md'} lh={1.2} c="var(--text-quiet)">
          n = {freshness === 'former' ? missing : '…'}
        </Text>
      )}
    </div>
  );
}
