'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { type ImportProblem } from './import-report.ts';

interface ProblemsTableProps {
  readonly caption: string;
  readonly problems: readonly ImportProblem[];
  readonly total: number;
}

/** Cells by line and column, with what is expected; lists that the API cuts short say so. */
export function ProblemsTable({ caption, problems, total }: ProblemsTableProps) {
  const t = useTranslations('imports.problems');
  const label = useLabel();
  const tableColumn: Column<ImportProblem> = {
    id: 'table',
    header: t('table'),
    cell: ({ table }) => table ?? missing,
    sortBy: ({ table }) => table ?? '',
  };
  const hasTables = problems.some(({ table }) => table !== undefined);
  const columns: Column<ImportProblem>[] = [
    ...(hasTables ? [tableColumn] : []),
    { id: 'row', header: t('row'), cell: ({ row }) => row, align: 'right', sortBy: ({ row }) => row, rowHeader: true },
    { id: 'column', header: t('column'), cell: ({ column }) => column || missing, sortBy: ({ column }) => column },
    { id: 'value', header: t('value'), cell: ({ value }) => (value === '' ? t('empty') : value) },
    { id: 'expected', header: t('expected'), cell: ({ expected }) => label(expected) },
  ];
  // One cell may break several rules; the position in the list distinguishes them.
  const places = new Map(problems.map((problem, place) => [problem, place]));
  return (
    <>
      <DataTable
        columns={columns}
        rows={problems}
        rowKey={(problem) => String(places.get(problem))}
        caption={caption}
        maxHeight={420}
      />
      {total > problems.length ? (
        <Text size="xs" c="var(--text-quiet)" mt="xs">
          {t('more', { shown: problems.length, total })}
        </Text>
      ) : null}
    </>
  );
}
