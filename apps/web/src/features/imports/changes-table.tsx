'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { useStudy } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { type ImportChange } from '@/sending/imports/import-report.ts';

/** Every stored value that the file replaces, from what to what; lists that the API cuts short say so. */
export function ChangesTable({ changes, total }: { changes: readonly ImportChange[]; total: number }) {
  const t = useTranslations('imports.changes');
  const label = useLabel();
  const study = useStudy();
  const nameOf = ({ form, field }: ImportChange) => {
    const known = formOf(study, form);
    const spec = known?.fields[field];
    return known && spec ? `${label(known.label)}: ${label(spec.label)}` : `${form}: ${field}`;
  };
  const tableColumn: Column<ImportChange> = {
    id: 'table',
    header: t('table'),
    cell: ({ table }) => table,
    sortBy: ({ table }) => table ?? '',
  };
  const hasTables = changes.some(({ table }) => table !== undefined);
  const columns: Column<ImportChange>[] = [
    ...(hasTables ? [tableColumn] : []),
    { id: 'row', header: t('row'), cell: ({ row }) => row, align: 'right', sortBy: ({ row }) => row },
    {
      id: 'patient',
      header: t('patient'),
      cell: ({ patient }) => patient,
      sortBy: ({ patient }) => patient,
      rowHeader: true,
    },
    { id: 'field', header: t('field'), cell: nameOf, sortBy: nameOf },
    { id: 'from', header: t('from'), cell: ({ from }) => from ?? t('nothing') },
    { id: 'to', header: t('to'), cell: ({ to }) => to ?? t('nothing') },
  ];
  return (
    <>
      <DataTable
        columns={columns}
        rows={changes}
        rowKey={({ table, row, form, field }) => `${table ?? ''} ${row} ${form} ${field}`}
        caption={t('caption', { n: total })}
        maxHeight={420}
      />
      {total > changes.length ? (
        <Text size="xs" c="var(--text-quiet)" mt="xs">
          {t('more', { shown: changes.length, total })}
        </Text>
      ) : null}
    </>
  );
}
