'use client';
import { Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CellKind, type ImportCellPage, type ImportCells, type ImportProblem } from '@haim/schema';
import { readCells } from '@/sending/imports/send-file.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { CellTable } from './cell-table.tsx';
import { RefusedTable } from './refused-table.tsx';
import { type Corrections } from './use-corrections.ts';

interface CellPagesProps {
  readonly study: string;
  readonly check: string;
  readonly kind: CellKind;
  readonly total: number;
  readonly edits: Corrections;
}

/** One page of one kind; a table of any size is as fast as a small one. */
export function CellPages({ study, check, kind, total, edits }: CellPagesProps) {
  const t = useTranslations('imports.cells');
  const [page, setPage] = useState(0);
  const { answer, failure, retry } = usePage({ study, check, kind, page, isEmpty: total === 0 });
  if (total === 0) {
    return (
      <Text size="sm" c="var(--text-quiet)">
        {t('none')}
      </Text>
    );
  }
  if (failure === 'NOT_FOUND') return <Text size="sm">{t('gone')}</Text>;
  if (failure) return <ErrorState code={failure} onRetry={retry} />;
  if (!answer) return <LoadingTable rows={8} />;
  return (
    <>
      {kind === 'refused' ? (
        <RefusedTable problems={answer.entries as readonly ImportProblem[]} total={total} edits={edits} />
      ) : (
        <CellTable kind={kind} records={answer.entries as readonly ImportCells[]} total={total} />
      )}
      {answer.pages > 1 ? (
        <Group gap="sm" justify="flex-end">
          <Text size="xs" c="var(--text-quiet)" role="status">
            {t('page', { page: page + 1, pages: answer.pages })}
          </Text>
          <Button size="compact-sm" variant="default" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {t('previous')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={page + 1 >= answer.pages}
            onClick={() => setPage(page + 1)}
          >
            {t('next')}
          </Button>
        </Group>
      ) : null}
    </>
  );
}

interface Asked extends Pick<CellPagesProps, 'study' | 'check' | 'kind'> {
  readonly page: number;
  readonly isEmpty: boolean;
}

/** The page before stays until the next one is here. */
function usePage({ study, check, kind, page, isEmpty }: Asked) {
  const [answer, setAnswer] = useState<ImportCellPage | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (isEmpty) return undefined;
    const leaving = new AbortController();
    readCells({ study, check }, kind, page, leaving.signal).then(
      (found) => {
        setFailure(null);
        setAnswer(found);
      },
      (error: unknown) => {
        if (!leaving.signal.aborted) setFailure(error instanceof TypeError ? 'NETWORK' : (error as Error).message);
      },
    );
    return () => leaving.abort();
  }, [study, check, kind, page, isEmpty, attempt]);
  return { answer, failure, retry: () => setAttempt((n) => n + 1) };
}
