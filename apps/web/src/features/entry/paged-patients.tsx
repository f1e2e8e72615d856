'use client';
import { useQuery } from '@apollo/client/react';
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type Study } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { CountedGrid } from './counted-grid.tsx';
import { entryPatientsQuery } from './query.ts';
import { mostPatients } from './record-counts.ts';

/** Page by page in order of code; where a page begins is a cursor, so that a patient added meanwhile shifts nothing. */
export function PagedPatients({ study, centres }: { study: Study; centres: string[] }) {
  const t = useTranslations('entry');
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const { data, previousData, error, loading, refetch } = useQuery(entryPatientsQuery, {
    variables: { study: study.code, centres, first: mostPatients, after: cursors.at(-1) ?? null },
  });
  // The page before stays until the next is there.
  const page = (data ?? previousData)?.patients;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!page) return <LoadingState height={520} />;
  if (page.rows.length === 0) return <EmptyState title={t('none.title')} text={t('none.text')} />;
  const first = (cursors.length - 1) * mostPatients + 1;
  const { nextCursor } = page;
  return (
    <>
      <CountedGrid study={study} patients={page.rows} showCentre={centres.length > 1} />
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
