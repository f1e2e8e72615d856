'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconPlayerPlay } from '@tabler/icons-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { dueItemsQuery } from '@/due/query.ts';
import { placeOfDue, rememberRound } from '@/due/round.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useMay, useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { PageTitle } from '@/ui/page-title.tsx';
import { Panel } from '@/ui/panel.tsx';
import { DueFilters } from './due-filters.tsx';
import { DueTable } from './due-table.tsx';
import { FollowUpPanel } from './follow-up-panel.tsx';
import { toDueFilter, useDueFilter } from './use-due-filter.ts';
import { useDueCsv } from './use-due-csv.ts';

const perPage = 50;

/** What is due by the schedule of the study, the longest overdue first; its filters are in the address. */
export function DuePage() {
  const t = useTranslations('due');
  const study = useStudy();
  const mayEnter = useMay('enterRecords');
  const mayManage = useMay('manageStudy');
  const { state, change } = useDueFilter();
  const [settled] = useDebouncedValue(state, 150);
  const filter = toDueFilter(settled);
  const asked = JSON.stringify(filter);
  const [cursors, setCursors] = useState<{ of: string; places: readonly (string | null)[] }>({
    ...{ of: asked, places: [null] },
  });
  const places = cursors.of === asked ? cursors.places : [null];
  const { data, previousData, error, refetch } = useQuery(dueItemsQuery, {
    variables: { study: study.code, filter, first: perPage, after: places.at(-1) ?? null },
    fetchPolicy: 'cache-and-network',
  });
  const page = (data ?? previousData)?.dueItems;
  // Of what the controls say, which the table follows.
  const csv = useDueCsv(study.code, toDueFilter(state));
  useEffect(() => rememberRound(study.code, JSON.parse(asked) as typeof filter), [asked, study.code]);
  const [first] = page?.rows ?? [];
  const from = (places.length - 1) * perPage + 1;
  return (
    <>
      <PageTitle title={t('title')} lead={page ? t('lead', page.counts) : t('leadOnly')}>
        {mayManage ? (
          <Button component={Link} href={`${studyPath(study.code, 'settings')}#schedule`} variant="default">
            {t('toSchedule')}
          </Button>
        ) : null}
        {first && mayEnter ? (
          <Button
            component={Link}
            href={placeOfDue(study.code, first)}
            prefetch={false}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
          >
            {t('begin')}
          </Button>
        ) : null}
      </PageTitle>
      <Stack gap="md">
        <Panel>
          <DueFilters study={study} state={state} onChange={change} />
        </Panel>
        {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
        {!page && !error ? <LoadingTable rows={12} /> : null}
        {page && page.rows.length === 0 ? (
          study.closedAt ? (
            <EmptyState title={t('closed.title')} text={t('closed.text')} />
          ) : (
            <EmptyState
              title={asked === '{}' ? t('none.title') : t('noneHere.title')}
              text={asked === '{}' ? t('none.text') : t('noneHere.text')}
            />
          )
        ) : null}
        {page && page.rows.length > 0 ? (
          <Panel>
            <Kept freshness={freshnessOf({ data, error })}>
              <DueTable items={page.rows} study={study} onOpen={() => rememberRound(study.code, filter)} />
            </Kept>
            <Group mt="sm" gap="xs" justify="flex-end">
              <Text size="sm" c="var(--text-quiet)" role="status" mr="auto">
                {t('page', { first: from, last: from + page.rows.length - 1, total: page.total })}
              </Text>
              {csv.isFailed ? (
                <Text size="sm" c="red" role="alert">
                  {t('notSaved')}
                </Text>
              ) : null}
              <Button
                size="xs"
                variant="default"
                leftSection={<IconDownload size={14} aria-hidden />}
                loading={csv.isSaving}
                onClick={() => void csv.save()}
              >
                CSV
              </Button>
              <Button
                size="xs"
                variant="default"
                disabled={places.length === 1}
                onClick={() => setCursors({ of: asked, places: places.slice(0, -1) })}
              >
                {t('previous')}
              </Button>
              <Button
                size="xs"
                variant="default"
                disabled={!page.nextCursor}
                onClick={() => setCursors({ of: asked, places: [...places, page.nextCursor ?? null] })}
              >
                {t('next')}
              </Button>
            </Group>
          </Panel>
        ) : null}
        <FollowUpPanel study={study} centre={state.centre} />
      </Stack>
    </>
  );
}
