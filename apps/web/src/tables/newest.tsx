'use client';
import { type OperationVariables, type TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { Anchor, Button, Text } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { shortHash, useSnapshot } from '@/selection/use-snapshot.ts';
import { useStudy } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type LineOfTwo, linesOfTables } from './lines-of-tables.ts';
import { type PrintedTable } from './printed-table.tsx';

/** Of a snapshot: a button that shows the same question on the data of now; nothing otherwise. */
export function Newest({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('snapshots.newest');
  const { isFrozen } = useSnapshot();
  const [isShown, show] = useQueryState('newest', parseAsBoolean.withDefault(false).withOptions({ history: 'push' }));
  if (!isFrozen) return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        data-print="no"
        leftSection={<IconArrowsDiff size={14} aria-hidden />}
        aria-expanded={isShown}
        onClick={() => void show(isShown ? null : true)}
      >
        {t(isShown ? 'hide' : 'button')}
      </Button>
      {isShown ? children : null}
    </>
  );
}

interface ThenAndNowProps {
  /** Null while the answer of now is awaited. */
  readonly lines: readonly LineOfTwo[] | null;
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Of a large table: only what differs, and how much does not. */
  readonly differingAlone?: boolean;
}

/** Results of the snapshot and of now, line by line. */
export function ThenAndNow({ lines, error, onRetry, differingAlone = false }: ThenAndNowProps) {
  const t = useTranslations('snapshots.newest');
  const study = useStudy();
  const { snapshot, nChanged } = useSnapshot();
  const differing = lines?.filter(({ then, now }) => then !== now) ?? [];
  const shown = differingAlone ? differing : (lines ?? []);
  const columns: Column<LineOfTwo>[] = [
    { id: 'row', header: t('row'), rowHeader: true, wraps: true, cell: ({ label }) => label },
    {
      id: 'then',
      header: snapshot ? `${snapshot.name} (${shortHash(snapshot.sha256)})` : t('snapshot'),
      align: 'right',
      cell: ({ then }) => then,
    },
    {
      id: 'now',
      header: t('now'),
      align: 'right',
      cell: ({ then, now }) => (then === now ? now : <strong>{now}</strong>),
    },
    {
      id: 'difference',
      header: t('difference'),
      cell: ({ then, now }) =>
        then === now ? (
          <Text size="xs" c="var(--text-quiet)">
            {t('same')}
          </Text>
        ) : (
          <StatusBadge tone="attention" mark="△">
            {t('differs')}
          </StatusBadge>
        ),
    },
  ];
  const changes = snapshot ? `${studyPath(study.code, 'snapshots')}?from=${snapshot.id}` : null;
  return (
    <Panel title={t('title')} note={t('note')}>
      {error && !lines ? <ErrorState code={errorCode(error)} onRetry={onRetry} /> : null}
      {lines || error ? null : <LoadingState height={200} lines={6} />}
      {lines && differingAlone ? (
        <Text size="sm" mb="xs">
          {t('cells', { differing: differing.length, of: lines.length })}
        </Text>
      ) : null}
      {lines && shown.length > 0 ? (
        <DataTable
          columns={columns}
          rows={shown}
          rowKey={({ key }) => key}
          caption={t('title')}
          hideCaption
          dense
          foldBelow="medium"
        />
      ) : null}
      {nChanged === null ? null : (
        <Text size="sm" mt="xs">
          {nChanged === 0 ? t('unchanged') : t('moved', { n: nChanged })}{' '}
          {changes && nChanged > 0 ? (
            <Anchor component={Link} href={changes} inherit>
              {t('details')}
            </Anchor>
          ) : null}
        </Text>
      )}
    </Panel>
  );
}

interface NewestTableProps<Data, Variables extends OperationVariables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables & { readonly snapshot?: string | null };
  /** Of the snapshot. */
  readonly then: PrintedTable;
  /** The answer of now, as the page prints it; null where it has nothing to print. */
  readonly printed: (data: Data) => PrintedTable | null;
}

/** A table of a snapshot, and what of it is otherwise on the data of now. */
export function NewestTable<Data, Variables extends OperationVariables>(props: NewestTableProps<Data, Variables>) {
  return (
    <Newest>
      <TableOfNow {...props} />
    </Newest>
  );
}

function TableOfNow<Data, Variables extends OperationVariables>({
  query,
  variables,
  then,
  printed,
}: NewestTableProps<Data, Variables>) {
  const lines = useLinesOfTables();
  const { data, error, refetch } = useQuery(query as TypedDocumentNode<Data>, {
    variables: { ...variables, snapshot: null } as OperationVariables,
    fetchPolicy: 'cache-and-network',
  });
  const now = data ? printed(data as Data) : null;
  const found = now ? lines(then, now) : null;
  return <ThenAndNow lines={found} error={error} onRetry={() => void refetch()} differingAlone />;
}

/** Cells of two tables with their names as a reader puts them together. */
export function useLinesOfTables(): (then: PrintedTable, now: PrintedTable) => LineOfTwo[] {
  const t = useTranslations('snapshots.newest');
  return (then, now) => linesOfTables(then, now, (row, column) => (row === '' ? column : t('cell', { row, column })));
}
