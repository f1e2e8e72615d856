'use client';
import { useQuery } from '@apollo/client/react';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CountedLink } from './counted-link.tsx';
import { troubleQuery } from './day-query.ts';
import styles from './home.module.css';
import { Waiting } from './waiting.tsx';

/** For whoever runs the study: what failed within a week, and the state of the audit trail. */
export function TroubleCard({ study, mayRead }: { study: Study; mayRead: boolean }) {
  const t = useTranslations('home.trouble');
  const instant = useInstant();
  const { data, error, refetch } = useQuery(troubleQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const trouble = data?.worklist.trouble;
  const chain = data?.auditChain;
  const counted = (
    [
      ['scores', 'slides'],
      ['trainings', 'training'],
      ['rules', 'quality'],
    ] as const
  ).map(([what, page]) => ({ what, page, n: trouble?.[what] ?? 0 }));
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height="var(--room-people)" lines={3} /> : null}
      {trouble ? (
        <ul className={styles['counts']}>
          {counted.map(({ what, page, n }) =>
            mayRead ? (
              <CountedLink key={what} n={n} href={studyPath(study.code, page)} isUrgent>
                {t(what, { n })}
              </CountedLink>
            ) : (
              <Waiting key={what} n={n}>
                {t(what, { n })}
              </Waiting>
            ),
          )}
        </ul>
      ) : null}
      {chain ? (
        <Text size="sm" mt="sm" className={chain.verified?.fault ? (styles['fault'] ?? '') : ''}>
          {chain.verified === null
            ? t('neverVerified')
            : chain.verified.fault
              ? t('fault', { fault: chain.verified.fault })
              : t('verified', { at: instant(chain.verified.at) })}
        </Text>
      ) : null}
    </Panel>
  );
}
