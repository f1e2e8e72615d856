'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { WithoutRight } from '@/session/needs-right.tsx';
import { useViewer } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingShape, PanelShape } from '@/ui/loading-shape.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { ChecksGrid } from './checks-grid.tsx';
import { RequestsPanel } from './requests-panel.tsx';
import { SignInsPanel } from './sign-ins-panel.tsx';
import { SlowStatementsPanel } from './slow-statements-panel.tsx';
import { WorkPanel } from './work-panel.tsx';
import styles from './operation.module.css';
import { type Check, operationQuery } from './query.ts';

const LOOK_AGAIN_MS = 15_000;

const shape = (
  <LoadingShape>
    <div className={styles['stack']}>
      <PanelShape height={330} />
      <PanelShape height={160} />
      <PanelShape height={240} />
    </div>
  </LoadingShape>
);

/** How the portal runs, for whoever runs it: what is not well comes first in words, and with what to do. */
export function OperationPage() {
  const t = useTranslations('operation');
  const { mayWatchPortal } = useViewer();
  if (mayWatchPortal) return <OperationAnswer />;
  return (
    <>
      <PageTitle title={t('title')} />
      <EmptyState title={t('closed')} text={<WithoutRight right="watchPortal" />} />
    </>
  );
}

function OperationAnswer() {
  const t = useTranslations('operation');
  const instant = useInstant();
  const { data, error, refetch } = useQuery(operationQuery, {
    fetchPolicy: 'cache-and-network',
    pollInterval: LOOK_AGAIN_MS,
    // Nobody looks.
    skipPollAttempt: () => document.hidden,
  });
  const seen = data?.operation;
  return (
    <>
      <PageTitle
        title={t('title')}
        lead={seen ? t('lead', { release: seen.release, at: instant(seen.startedAt) }) : t('leadOnly')}
      >
        {seen ? <Verdict checks={seen.checks} /> : null}
      </PageTitle>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {seen ? (
        <Kept freshness={freshnessOf({ data, error })} className={styles['stack']}>
          <ChecksGrid checks={seen.checks} />
          <div className={styles['pair']}>
            <WorkPanel queue={seen.queue} workers={seen.workers} />
            <SignInsPanel refused={seen.refusedSignIns} openSessions={seen.openSessions} />
          </div>
          <SlowStatementsPanel statements={seen.slowStatements} fromMs={seen.slowFromMs} />
          <RequestsPanel requests={seen.requests} />
        </Kept>
      ) : null}
      {!seen && !error ? shape : null}
    </>
  );
}

/** The one sentence that somebody in a hurry reads. */
function Verdict({ checks }: { checks: readonly Check[] }) {
  const t = useTranslations('operation');
  const failing = checks.filter(({ level }) => level === 'FAILING').length;
  const warnings = checks.filter(({ level }) => level === 'WARNING').length;
  if (failing > 0) return <StatusBadge tone="bad">{t('verdict.failing', { n: failing })}</StatusBadge>;
  if (warnings > 0) return <StatusBadge tone="attention">{t('verdict.warning', { n: warnings })}</StatusBadge>;
  return <StatusBadge tone="good">{t('verdict.well')}</StatusBadge>;
}
