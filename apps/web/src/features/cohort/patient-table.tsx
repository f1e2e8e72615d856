'use client';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@apollo/client/react';
import Link from 'next/link';
import { useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { rememberList } from '@/session/visited-list.ts';
import { DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import { patientColumns } from './patient-columns.tsx';
import { patientsQuery, rowOf } from './query.ts';
import { useListColumns } from './use-list-columns.ts';

const pageSize = 50;

/** The patients of the selection, sorted by the server, fifty at a time. */
export function PatientTable() {
  const t = useTranslations('cohort.patients');
  const ui = useTranslations('ui');
  const study = useStudy();
  const labels = useLabels();
  const pick = useLabel();
  const { input } = useCohort();
  const list = useListColumns();
  const { chosen, sort, descending } = list;
  const { data, previousData, loading, error, refetch, fetchMore } = useQuery(patientsQuery, {
    variables: {
      ...{ study: study.code, cohort: input, sort, descending, first: pageSize, after: null },
      columns: chosen.map(({ name }) => name),
    },
    notifyOnNetworkStatusChange: true,
  });
  const page = (data ?? previousData)?.patients;
  const freshness = freshnessOf({ data, error });
  const rows = useMemo(() => page?.rows.map(rowOf), [page]);
  useEffect(() => {
    const { pathname, search } = window.location;
    if (rows) rememberList(study.code, { page: 'cohort', href: pathname + search, ids: rows.map(({ id }) => id) });
  }, [rows, study.code]);
  const base = studyPath(study.code, 'patients');
  const columns = useMemo(
    () =>
      patientColumns(
        {
          labels,
          pick,
          monthDays: study.monthDays,
          censored: t('censored'),
          link: (row) => (
            <Anchor component={Link} href={`${base}/${encodeURIComponent(row.id)}`} size="sm">
              {row.code}
            </Anchor>
          ),
        },
        chosen,
      ),
    [labels, pick, t, study.monthDays, base, chosen],
  );

  function loadMore(after: string) {
    void fetchMore({
      variables: { after },
      updateQuery: (before, { fetchMoreResult: { patients } }) => ({
        patients: { ...patients, rows: [...before.patients.rows, ...patients.rows] },
      }),
    });
  }

  return (
    <Panel
      title={t('title')}
      actions={<ColumnChooser {...list} />}
      note={page && freshness === 'present' ? t('shown', { shown: page.rows.length, total: page.total }) : undefined}
    >
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!page && !error ? <LoadingTable rows={17} rowPx={32} /> : null}
      {page && page.rows.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
      {page && rows && rows.length > 0 ? (
        <>
          <Kept freshness={freshness}>
            <DataTable
              caption={t('title')}
              hideCaption
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              maxHeight={560}
              sort={{ column: sort, descending }}
              onSort={(next) => list.setSort(next.column, next.descending)}
            />
          </Kept>
          {page.nextCursor && freshness === 'present' ? (
            <Group mt="sm">
              <Button size="xs" variant="default" loading={loading} onClick={() => loadMore(page.nextCursor ?? '')}>
                {ui('loadMore')}
              </Button>
              <Text size="xs" c="var(--text-quiet)">
                {t('shown', { shown: page.rows.length, total: page.total })}
              </Text>
            </Group>
          ) : null}
        </>
      ) : null}
    </Panel>
  );
}
