'use client';
import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing, withMinus } from '@/numbers/show.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { acceptedReadingsQuery } from './query.ts';

/** Below the tumour assessments: what blinded readers agreed on, or an adjudicator decided. Nothing where nobody read. */
export function AcceptedReadings({ patientId }: { patientId: string }) {
  const t = useTranslations('patients.acceptedReadings');
  const instant = useInstant();
  const { data, error, refetch } = useQuery(acceptedReadingsQuery, {
    variables: { patientId },
    fetchPolicy: 'cache-and-network',
  });
  if (error && !data) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const readings = data?.acceptedReadings ?? [];
  if (readings.length === 0) return null;
  return (
    <Panel title={t('title')} note={t('note')}>
      {readings.map(({ id, isAdjudicated, acceptedAt, isStored, fault, derived }) => (
        <div key={id}>
          <Text size="sm">
            {t(isAdjudicated ? 'adjudicated' : 'agreed', { at: instant(acceptedAt) })}{' '}
            <StatusBadge tone={isStored ? 'good' : 'bad'} mark={isStored ? '✓' : '!'}>
              {t(isStored ? 'stored' : 'notStored')}
            </StatusBadge>
          </Text>
          <Text size="sm">
            {derived.visits
              .filter(({ overall }) => overall !== null)
              .map(({ day, overall }) => t('onDay', { day: withMinus(String(day)), response: overall ?? missing }))
              .join(' · ')}
            {' · '}
            {t('best', { response: derived.best })}
          </Text>
          {fault === null || isStored ? null : (
            <Text size="xs" c="var(--mantine-color-error)">
              {fault}
            </Text>
          )}
        </div>
      ))}
    </Panel>
  );
}
