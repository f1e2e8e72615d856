'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { showPercent } from '@/numbers/show.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CountedLink } from './counted-link.tsx';
import { reviewWorkQuery } from './day-query.ts';
import styles from './home.module.css';

/** For whoever asks about records: answers to look at, and how much was compared with its source. */
export function ReviewCard({ study }: { study: Study }) {
  const t = useTranslations('home.review');
  const { data, error, refetch } = useQuery(reviewWorkQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const sum = (of: 'records' | 'verified') => data?.verifiedShares.reduce((all, one) => all + one[of], 0) ?? 0;
  const [records, verified] = [sum('records'), sum('verified')];
  const queries = studyPath(study.code, 'queries');
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <LoadingState height="var(--room-people)" lines={3} /> : null}
      {data ? (
        <ul className={styles['counts']}>
          <CountedLink n={data.dataQueryCounts.answered} href={`${queries}?state=answered`} isUrgent>
            {t('answered', { n: data.dataQueryCounts.answered })}
          </CountedLink>
          <CountedLink n={data.dataQueryCounts.open} href={`${queries}?state=open`}>
            {t('open', { n: data.dataQueryCounts.open })}
          </CountedLink>
          <CountedLink n={records - verified} href={`${studyPath(study.code, 'entry')}?compare=true`}>
            {t('unverified', { share: showPercent(records === 0 ? null : verified / records, 0) })}
          </CountedLink>
        </ul>
      ) : null}
    </Panel>
  );
}
