'use client';
import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { DueStateBadge } from '@/due/due-state.tsx';
import { type DueItem } from '@/due/query.ts';
import { placeOfDue } from '@/due/round.ts';
import { useVisitName } from '@/due/use-visit-name.ts';
import { missing } from '@/numbers/show.ts';
import { type Study } from '@/session/session.tsx';
import { type Column, DataTable } from '@/ui/data-table.tsx';

interface DueTableProps {
  readonly items: readonly DueItem[];
  readonly study: Study;
  readonly onOpen: () => void;
}

/** What is due, each with the way to its form. */
export function DueTable({ items, study, onOpen }: DueTableProps) {
  const t = useTranslations('due');
  const visitName = useVisitName();
  const columns: Column<DueItem>[] = [
    {
      id: 'patient',
      header: t('patient'),
      rowHeader: true,
      cell: (item) => (
        <Anchor
          component={Link}
          href={placeOfDue(study.code, item)}
          prefetch={false}
          size="sm"
          fw={600}
          onClick={onOpen}
        >
          {item.code}
        </Anchor>
      ),
    },
    { id: 'what', header: t('what'), cell: ({ form, visit }) => visitName(form, visit ?? null) },
    {
      id: 'state',
      header: t('state'),
      cell: ({ state, overdueBy }) => <DueStateBadge state={state} overdueBy={overdueBy} />,
    },
    { id: 'dueOn', header: t('dueOn'), cell: ({ dueOn }) => <time dateTime={dueOn}>{dueOn}</time> },
    {
      id: 'window',
      header: t('window'),
      folds: true,
      cell: ({ opensOn, closesOn }) => (
        <Text component="span" size="sm" c="var(--text-quiet)">
          {t('fromTo', { from: opensOn, to: closesOn })}
        </Text>
      ),
    },
    {
      id: 'missed',
      header: t('missed'),
      align: 'right',
      folds: true,
      cell: ({ missed: n, form }) => (form === 'followUp' ? missing : n),
    },
    ...(study.centres.length > 1
      ? [{ id: 'centre', header: t('centre'), folds: true as const, cell: ({ centre }: DueItem) => centre }]
      : []),
  ];
  return (
    <DataTable
      columns={columns}
      rows={items}
      rowKey={({ patientId, form }) => `${patientId} ${form}`}
      caption={t('table')}
      hideCaption
      foldBelow="medium"
    />
  );
}
