'use client';
import { Anchor, Button, Checkbox, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { type Study } from '@/session/session.tsx';
import { studyPath } from '@/session/study-path.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { type DataQuery } from './query.ts';
import { QueryStateBadge } from './query-state.tsx';
import { useSubjectName } from './use-subject-name.ts';

interface QueriesTableProps {
  readonly queries: readonly DataQuery[];
  readonly study: Study;
  /** On the page of a patient its code is known. */
  readonly isOfOnePatient?: boolean;
  readonly onOpen: (query: DataQuery) => void;
  /** Ids of those that are chosen, where several can be. */
  readonly chosen?: readonly string[];
  readonly onChoose?: (ids: readonly string[]) => void;
}

/** Queries with the last thing said to each, and the way to what they are about. */
export function QueriesTable({
  queries,
  study,
  isOfOnePatient = false,
  onOpen,
  chosen = [],
  onChoose,
}: QueriesTableProps) {
  const t = useTranslations('queries');
  const instant = useInstant();
  const name = useSubjectName(study);
  const patient: Column<DataQuery> = {
    id: 'patient',
    header: t('patient'),
    cell: ({ patientCode, centre }) => (
      <>
        {patientCode}
        <Text size="xs" c="var(--text-quiet)" fw={400}>
          {centre}
        </Text>
      </>
    ),
  };
  const choose: Column<DataQuery> = {
    id: 'choose',
    header: t('choose'),
    cell: ({ id, patientCode, form, field }) => (
      <Checkbox
        aria-label={t('chooseOne', { code: patientCode, about: name(form, field) })}
        checked={chosen.includes(id)}
        onChange={({ currentTarget }) =>
          onChoose?.(currentTarget.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
        }
      />
    ),
  };
  const columns: Column<DataQuery>[] = [
    ...(onChoose ? [choose] : []),
    {
      id: 'about',
      header: t('about'),
      rowHeader: true,
      cell: ({ patientId, form, field }) => (
        <Anchor component={Link} href={`${studyPath(study.code, 'patients', patientId)}?form=${form}`} size="sm">
          {name(form, field)}
        </Anchor>
      ),
    },
    ...(isOfOnePatient ? [] : [patient]),
    { id: 'state', header: t('state'), cell: ({ state }) => <QueryStateBadge state={state} /> },
    {
      id: 'last',
      header: t('last'),
      folds: true,
      cell: ({ messages }) => {
        // The last words: a query may be closed without any.
        const last = messages.findLast(({ text }) => text !== '');
        return last ? (
          <>
            <Text size="sm" lineClamp={2}>
              {last.text}
            </Text>
            <Text size="xs" c="var(--text-quiet)">
              {last.saidBy}
            </Text>
          </>
        ) : null;
      },
    },
    {
      id: 'raised',
      header: t('raised'),
      folds: true,
      cell: ({ raisedAt, raisedBy }) => (
        <>
          <time dateTime={raisedAt} title={raisedAt}>
            {instant(raisedAt)}
          </time>
          <Text size="xs" c="var(--text-quiet)">
            {raisedBy}
          </Text>
        </>
      ),
    },
    {
      id: 'open',
      header: t('thread'),
      cell: (query) => (
        <Button size="compact-xs" variant="subtle" onClick={() => onOpen(query)}>
          {t('open')}
        </Button>
      ),
    },
  ];
  return (
    <DataTable
      columns={columns}
      rows={queries}
      rowKey={({ id }) => id}
      caption={t('table')}
      hideCaption
      foldBelow="medium"
    />
  );
}
