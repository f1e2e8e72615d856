'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Stack } from '@mantine/core';
import { IconSnowflake } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { snapshotChangesQuery, snapshotsQuery } from '@/selection/snapshot-query.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { PanelShape } from '@/ui/loading-shape.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { besideAnswer, onOpening } from '@/ui/on-opening.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';

const SnapshotsTable = besideAnswer(
  async () => (await import('./snapshots-table.tsx')).SnapshotsTable,
  <LoadingState height={220} lines={4} />,
);
const DifferencePanel = besideAnswer(
  async () => (await import('./difference-panel.tsx')).DifferencePanel,
  <PanelShape height={240} />,
);
const MakeDialog = onOpening(async () => (await import('./make-dialog.tsx')).MakeDialog);

/** The data of a study as they were kept: what was frozen, whether it is intact, and what differs since. */
export function SnapshotsPage() {
  const t = useTranslations('snapshots.page');
  const study = useStudy();
  const mayMake = useMay('makeSnapshots');
  const [isMaking, setMaking] = useState(false);
  const variables = { study: study.code };
  const { data, error, refetch } = useQuery(snapshotsQuery, { variables, fetchPolicy: 'cache-and-network' });
  const changes = useQuery(snapshotChangesQuery, {
    variables,
    skip: !data || data.snapshots.length === 0,
    fetchPolicy: 'cache-and-network',
  });
  const snapshots = data?.snapshots ?? [];
  const make = mayMake ? (
    <Button leftSection={<IconSnowflake size={16} aria-hidden />} onClick={() => setMaking(true)}>
      {t('make')}
    </Button>
  ) : null;
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')}>
        {snapshots.length > 0 ? make : null}
      </PageTitle>
      <Stack gap="md">
        <Panel title={t('list')} note={snapshots.length > 0 ? t('listNote') : null}>
          {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
          {data || error ? null : <LoadingState height={220} lines={4} />}
          {data && snapshots.length === 0 ? (
            <EmptyState title={t('empty')} text={t(mayMake ? 'emptyText' : 'emptyElse')}>
              {make}
            </EmptyState>
          ) : null}
          {snapshots.length > 0 ? (
            <SnapshotsTable snapshots={snapshots} changes={changes.data?.snapshotChanges ?? null} />
          ) : null}
        </Panel>
        {snapshots.length > 0 ? <DifferencePanel snapshots={snapshots} /> : null}
      </Stack>
      {isMaking ? <MakeDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}
