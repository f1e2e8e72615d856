'use client';
import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type SecondEntryTasksQuery } from '@/graphql/generated/graphql.ts';
import { useInstant } from '@/i18n/use-instant.ts';
import { useLabel } from '@/i18n/use-label.ts';
import { useStudy } from '@/session/session.tsx';
import { readableFormOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingTable } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge } from '@/ui/status-badge.tsx';
import { tasksQuery } from './query.ts';

export type Task = SecondEntryTasksQuery['secondEntryTasks'][number];

/** What the reader enters a second time, and what is handed in: codes and forms, nothing of what was recorded. */
export function TasksPanel({ onOpen }: { onOpen: (task: Task) => void }) {
  const t = useTranslations('doubleEntry.tasks');
  const label = useLabel();
  const instant = useInstant();
  const study = useStudy();
  const { data, error, refetch } = useQuery(tasksQuery, {
    variables: { study: study.code },
    fetchPolicy: 'cache-and-network',
  });
  const tasks = data?.secondEntryTasks ?? [];
  const waiting = tasks.filter(({ enteredAt }) => enteredAt === null);
  const formName = (name: string) => label(readableFormOf(study, name)?.label ?? { en: name, zh: name });
  const columns: Column<Task>[] = [
    { id: 'patient', header: t('patient'), rowHeader: true, sortBy: ({ patientCode }) => patientCode, cell: ({ patientCode }) => patientCode },
    { id: 'form', header: t('form'), sortBy: ({ form }) => form, cell: ({ form }) => formName(form) },
    { id: 'centre', header: t('centre'), folds: true, sortBy: ({ centre }) => centre, cell: ({ centre }) => centre },
    {
      id: 'state',
      header: t('state'),
      cell: ({ enteredAt }) =>
        enteredAt === null ? (
          <StatusBadge tone="active" mark="○">
            {t('waits')}
          </StatusBadge>
        ) : (
          <StatusBadge tone="good" mark="✓">
            {t('handedIn', { at: instant(enteredAt) })}
          </StatusBadge>
        ),
    },
    {
      id: 'actions',
      header: t('actions'),
      cell: (task) =>
        task.enteredAt === null ? (
          <Button
            size="compact-xs"
            onClick={() => onOpen(task)}
            aria-label={t('enterThis', { form: formName(task.form), code: task.patientCode })}
          >
            {t('enter')}
          </Button>
        ) : null,
    },
  ]; // prettier-ignore
  return (
    <Panel
      title={t('title')}
      note={data ? t('note', { n: waiting.length, done: tasks.length - waiting.length }) : null}
    >
      {error && !data ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {data || error ? null : <LoadingTable rows={8} rowPx={38} />}
      {data && tasks.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : null}
      {tasks.length > 0 ? (
        <DataTable
          columns={columns}
          rows={tasks}
          rowKey={({ patientId, form, enteredAt }) => `${patientId} ${form} ${enteredAt ?? ''}`}
          caption={t('title')}
          hideCaption
          foldBelow="medium"
          maxHeight="70vh"
        />
      ) : null}
    </Panel>
  );
}
