'use client';
import { useQuery } from '@apollo/client/react';
import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowsLeftRight, IconUsersGroup } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type SavedCohort, savedCohortsQuery } from './query.ts';
import { SavedCohortTable } from './saved-cohort-table.tsx';

const CohortDrawer = onOpening(async () => (await import('./cohort-drawer.tsx')).CohortDrawer);

/** The selections that the study keeps: whose they are, who is in them, and what became of them since. */
export function SavedCohortsPage() {
  const t = useTranslations('savedCohorts');
  const study = useStudy();
  const [removed, setRemoved] = useState(false);
  const [open, setOpen] = useState<SavedCohort | null>(null);
  const { data, error, refetch } = useQuery(savedCohortsQuery, {
    variables: { study: study.code, removed, withAllCentres: study.sharesNumbers && !removed },
    fetchPolicy: 'cache-and-network',
  });
  const cohorts = data?.savedCohorts;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        <SegmentedControl
          size="xs"
          aria-label={t('which')}
          value={removed ? 'removed' : 'kept'}
          onChange={(value) => setRemoved(value === 'removed')}
          data={[
            { value: 'kept', label: t('kept') },
            { value: 'removed', label: t('removed') },
          ]}
        />
        <Button
          component={Link}
          href={studyPath(study.code, 'compare')}
          size="xs"
          leftSection={<IconArrowsLeftRight size={16} aria-hidden />}
        >
          {t('compare')}
        </Button>
      </PageTitle>
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!cohorts && !error ? (
        <Panel>
          <LoadingTable rows={6} />
        </Panel>
      ) : null}
      {cohorts && cohorts.length === 0 ? (
        <Panel>
          {removed ? (
            <EmptyState title={t('noneRemoved')} />
          ) : (
            <EmptyState title={t('none')} text={t('noneText')}>
              <Button
                component={Link}
                href={studyPath(study.code, 'cohort')}
                size="xs"
                leftSection={<IconUsersGroup size={16} aria-hidden />}
              >
                {t('toCohort')}
              </Button>
            </EmptyState>
          )}
        </Panel>
      ) : null}
      {cohorts && cohorts.length > 0 ? <SavedCohortTable cohorts={cohorts} onOpen={setOpen} /> : null}
      {open ? <CohortDrawer key={`${open.id} ${open.version}`} cohort={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
