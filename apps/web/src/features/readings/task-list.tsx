'use client';
import { useQuery } from '@apollo/client/react';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { Button, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { withMinus } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { type TaskRow, tasksQuery } from './query.ts';

interface TaskListProps {
  readonly right: 'readBlind' | 'adjudicate';
  readonly onOpen: (id: string) => void;
}

/** The cases of a reader or an adjudicator: a number, the days of the images, and whether it is handed in. */
export function TaskList({ right, onOpen }: TaskListProps) {
  const t = useTranslations('readings.tasks');
  const { code: study } = useStudy();
  const variables = { study, right };
  const { data, error, refetch } = useQuery(tasksQuery, { variables, fetchPolicy: 'cache-and-network' });
  const tasks = data?.readingTasks ?? [];
  const open = tasks.filter(({ state }) => state === 'open').length;
  const columns: Column<TaskRow>[] = [
    { id: 'case', header: t('case'), rowHeader: true, sortBy: ({ number }) => number, cell: ({ number }) => number },
    { id: 'images', header: t('images'), align: 'right', cell: ({ days }) => days.length },
    {
      id: 'days',
      header: t('days'),
      folds: true,
      cell: ({ days }) => days.map((day) => withMinus(String(day))).join(', '),
    },
    {
      id: 'state',
      header: t('state'),
      sortBy: ({ state }) => state,
      cell: ({ state }) =>
        state === 'open' ? (
          <StatusBadge tone="active" mark="○">
            {t('open')}
          </StatusBadge>
        ) : (
          <StatusBadge tone="good" mark="✓">
            {t('submitted')}
          </StatusBadge>
        ),
    },
    {
      id: 'actions',
      header: t('actions'),
      cell: ({ id, number, state }) => (
        <Button
          size="compact-xs"
          variant={state === 'open' ? 'filled' : 'default'}
          onClick={() => onOpen(id)}
          aria-label={t(state === 'open' ? 'readCase' : 'lookAtCase', { number: String(number) })}
        >
          {t(state === 'open' ? (right === 'readBlind' ? 'read' : 'decide') : 'look')}
        </Button>
      ),
    },
  ];
  return (
    <Panel title={t(right)} note={data ? t('note', { open, n: tasks.length }) : null}>
      {error && !data ? <Refused error={error} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingState height={160} />}
      {data && tasks.length === 0 ? <EmptyState title={t(`none.${right}`)} text={t(`noneText.${right}`)} /> : null}
      {tasks.length > 0 ? (
        <DataTable columns={columns} rows={tasks} rowKey={({ id }) => id} caption={t(right)} hideCaption foldBelow="medium" maxHeight="60vh" />
      ) : null}
    </Panel>
  ); // prettier-ignore
}

function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('readings.tasks');
  const reason = CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['readings'] : undefined;
  if (reason === 'NOT_BLIND') return <Text size="sm">{t('notBlind')}</Text>;
  return <ErrorState code={errorCode(error)} onRetry={onRetry} />;
}
