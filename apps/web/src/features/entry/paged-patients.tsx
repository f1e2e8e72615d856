'use client';
import { useQuery } from '@apollo/client/react';
import { type DueState } from '@haim/schema';
import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study } from '@/session/session.tsx';
import { rememberList } from '@/session/visited-list.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { PatientGrid } from './patient-grid.tsx';
import { entryPatientsQuery } from './query.ts';
import { countsOf } from './record-counts.ts';

const pageSize = 20;

interface PagedPatientsProps {
  readonly study: Study;
  readonly centres: string[];
  /** Part of a code; empty for everybody. */
  readonly search: string;
  /** States of visits of which each patient has one; empty for everybody. */
  readonly due: readonly DueState[];
  /** Only patients with a record that was not compared with its source. */
  readonly isToCompare: boolean;
}

/** Page by page in order of code; a page begins at a cursor, so that a patient added meanwhile shifts nothing. */
export function PagedPatients({ study, centres, search, due, isToCompare }: PagedPatientsProps) {
  const t = useTranslations('entry');
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const { data, previousData, error, loading, refetch } = useQuery(entryPatientsQuery, {
    variables: {
      study: study.code,
      centres,
      // Typed with a Chinese input method, digits may be full-width.
      code: search.normalize('NFKC') || null,
      due: due.length > 0 ? [...due] : null,
      unverified: isToCompare,
      first: pageSize,
      after: cursors.at(-1) ?? null,
    },
    // Refetch, since colleagues may have recorded something meanwhile.
    fetchPolicy: 'cache-and-network',
  });
  // The previous page stays until the next one has arrived.
  const page = (data ?? previousData)?.patients;
  const rows = page?.rows;
  useEffect(() => {
    const { pathname, search: asked } = window.location;
    if (rows) rememberList(study.code, { page: 'entry', href: pathname + asked, ids: rows.map(({ id }) => id) });
  }, [rows, study.code]);
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!page) return <LoadingTable rows={21} />;
  if (page.rows.length === 0) {
    if (search) return <EmptyState title={t('notFound.title', { search })} text={t('notFound.text')} />;
    const why = due.length > 0 ? 'notDue' : isToCompare ? 'allCompared' : 'none';
    return <EmptyState title={t(`${why}.title`)} text={t(`${why}.text`)} />;
  }
  const first = (cursors.length - 1) * pageSize + 1;
  const { nextCursor } = page;
  return (
    <>
      <Kept freshness={freshnessOf({ data, error })}>
        <PatientGrid
          study={study}
          patients={page.rows}
          counts={countsOf(page.recordCounts)}
          showCentre={centres.length > 1}
        />
      </Kept>
      <Group mt="sm" gap="xs" justify="flex-end">
        <Text size="sm" c="var(--text-quiet)" role="status">
          {t('page', { first, last: first + page.rows.length - 1, total: page.total })}
        </Text>
        <Button
          variant="default"
          size="xs"
          disabled={cursors.length === 1 || loading}
          onClick={() => setCursors(cursors.slice(0, -1))}
        >
          {t('previous')}
        </Button>
        <Button
          variant="default"
          size="xs"
          disabled={!nextCursor || loading}
          onClick={() => setCursors([...cursors, nextCursor ?? null])}
        >
          {t('next')}
        </Button>
      </Group>
    </>
  );
}
