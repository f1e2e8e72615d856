'use client';
import { Button, Group } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type Form, reasonOf, type Row, valuesOf } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { useEntered } from './use-entered.ts';
import { useRecordName } from './use-record-name.ts';

interface ListTableProps {
  readonly form: Form;
  readonly rows: readonly Row[];
  readonly caption: string;
  /** The record that is open beside the table. */
  readonly open?: number | null;
  readonly onOpen?: (place: number) => void;
  readonly onRemove?: (place: number) => void;
}

interface Placed {
  readonly row: Row;
  readonly place: number;
}

/** The records of a list as they were entered, with what they have. */
export function ListTable({ form, rows, caption, open = null, onOpen, onRemove }: ListTableProps) {
  const t = useTranslations('doubleEntry.list');
  const label = useLabel();
  const entered = useEntered(form);
  const nameOf = useRecordName(form);
  const [name] = form.key;
  const has = (field: string) => rows.some((row) => (row[field] ?? null) !== null || reasonOf(row, field) !== null);
  const fields = valuesOf(form)
    .filter(([field]) => form.key.includes(field) || has(field))
    .toSorted(([a], [b]) => Number(form.key.includes(b)) - Number(form.key.includes(a)));
  const declared = fields.map(([field, spec], at): Column<Placed> => ({
    id: field,
    header: label(spec.label),
    cell: ({ row }) => entered(row, field),
    ...(field === name ? { rowHeader: true as const } : {}),
    ...(at > 3 ? { folds: true as const, isTold: ({ row }: Placed) => (row[field] ?? null) !== null } : {}),
  }));
  const actions: Column<Placed> = {
    id: 'actions',
    header: t('actions'),
    cell: ({ row, place }) => (
      <Group gap={4} wrap="nowrap">
        <Button size="compact-xs" variant="default" disabled={place === open} onClick={() => onOpen?.(place)} aria-label={t('changeThis', { name: nameOf(row) })}>
          {t('changeButton')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => onRemove?.(place)} aria-label={t('removeThis', { name: nameOf(row) })}>
          {t('remove')}
        </Button>
      </Group>
    ),
  }; // prettier-ignore
  return (
    <DataTable
      columns={onOpen ? [...declared, actions] : declared}
      rows={rows.map((row, place) => ({ row, place }))}
      rowKey={({ place }) => String(place)}
      caption={caption}
      hideCaption
      dense
      foldBelow="wide"
      maxHeight="50vh"
    />
  );
}
