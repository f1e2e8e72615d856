'use client';
import { Group } from '@mantine/core';
import { useQuery } from '@apollo/client/react';
import { useCallback, useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { rememberList } from '@/session/visited-list.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { ListColumnChooser } from './list-column-chooser.tsx';
import { askedColumns, patientColumns } from './patient-columns.tsx';
import { PatientFiles } from './patient-files.tsx';
import { PatientGrid } from './patient-grid.tsx';
import { patientAt, patientTableQuery, type PatientRow } from './query.ts';
import { useListColumns } from './use-list-columns.ts';

/** The patients of the selection with the columns that the reader chose, sorted by the server. */
export function PatientTable() {
  const t = useTranslations('cohort.patients');
  const study = useStudy();
  const labels = useLabels();
  const pick = useLabel();
  const { input } = useCohort();
  const list = useListColumns();
  const { chosen, sort, descending } = list;
  const { data, previousData, error, refetch } = useQuery(patientTableQuery, {
    variables: { study: study.code, cohort: input, sort, descending, columns: askedColumns(chosen) },
  });
  const table = (data ?? previousData)?.patientTable;
  const freshness = freshnessOf({ data, error });
  useEffect(() => {
    const { pathname, search } = window.location;
    if (table) rememberList(study.code, { page: 'cohort', href: pathname + search, ids: table.ids });
  }, [table, study.code]);
  const base = studyPath(study.code, 'patients');
  const hrefOf = useCallback((row: PatientRow) => `${base}/${encodeURIComponent(row.id)}`, [base]);
  const columns = useMemo(
    () => patientColumns({ labels, pick, monthDays: study.monthDays, censored: t('censored') }, chosen),
    [labels, pick, t, study.monthDays, chosen],
  );
  return (
    <Panel
      title={t('title')}
      actions={
        <Group gap={6} wrap="nowrap">
          <ListColumnChooser {...list} />
          {table && table.ids.length > 0 && freshness === 'present' ? (
            <PatientFiles table={table} chosen={chosen} />
          ) : null}
        </Group>
      }
      note={table && freshness === 'present' ? t('shown', { shown: table.ids.length, total: table.total }) : undefined}
    >
      {error ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {!table && !error ? <LoadingTable rows={17} rowPx={32} /> : null}
      {table && table.ids.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
      {table && table.ids.length > 0 ? (
        <Kept freshness={freshness}>
          <PatientGrid
            caption={t('title')}
            columns={columns}
            rows={table.ids.length}
            rowAt={(place) => patientAt(table, place)}
            hrefOf={hrefOf}
            sort={sort}
            descending={descending}
            onSort={list.setSort}
          />
        </Kept>
      ) : null}
    </Panel>
  );
}
