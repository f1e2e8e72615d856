'use client';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type ImportCorrection } from '@haim/schema';
import { correctedFile } from '@/sending/imports/send-file.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Details } from '@/ui/details.tsx';
import { type Corrections, MOST_CORRECTIONS } from './use-corrections.ts';

interface CorrectionBarProps {
  readonly study: string;
  readonly check: string;
  readonly edits: Corrections;
  /** With which the file was checked. */
  readonly checked: readonly ImportCorrection[];
  readonly onCorrect: (corrections: readonly ImportCorrection[]) => void;
}

/** How many corrections there are, and what may be done with them. */
export function CorrectionBar({ study, check, edits, checked, onCorrect }: CorrectionBarProps) {
  const t = useTranslations('imports.fix');
  const { all, discard } = edits;
  const isChecked = JSON.stringify(all) === JSON.stringify(checked);
  return (
    <>
      <Group gap="sm">
        <Text size="sm" fw={600} role="status">
          {t('pending', { n: all.length })}
        </Text>
        <Button size="xs" disabled={isChecked} onClick={() => onCorrect(all)}>
          {t('check')}
        </Button>
        {all.length > 0 ? (
          <Button size="xs" variant="default" onClick={discard}>
            {t('discard')}
          </Button>
        ) : null}
        {checked.length > 0 && isChecked ? (
          <Anchor size="sm" href={correctedFile(study, check)} download>
            {t('download')}
          </Anchor>
        ) : null}
      </Group>
      {all.length > 0 ? <Made edits={edits} /> : null}
      <Text size="xs" c="var(--text-quiet)">
        {all.length >= MOST_CORRECTIONS ? t('more') : t('help')}
      </Text>
    </>
  );
}

/** Each correction, with a way back: a cell that was corrected is not among the refused ones any more. */
function Made({ edits }: { edits: Corrections }) {
  const t = useTranslations('imports.fix');
  const cells = useTranslations('imports.cells');
  const columns: Column<ImportCorrection>[] = [
    { id: 'row', header: cells('row'), cell: ({ row, table }) => (table ? `${table}: ${row}` : row), rowHeader: true },
    { id: 'column', header: t('column'), cell: ({ column }) => column ?? t('leftOut') },
    { id: 'value', header: t('correction'), cell: ({ value }) => value, wraps: true },
    {
      id: 'back',
      header: t('asInFile'),
      cell: (one) => (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={t('asInFileOf', { column: one.column ?? '', row: one.row })}
          onClick={() => (one.column === null ? edits.leaveOut(one, false) : edits.set(one, one.column, null))}
        >
          {t('asInFile')}
        </Button>
      ),
    },
  ];
  return (
    <Details summary={t('made')}>
      <DataTable
        columns={columns}
        rows={edits.all}
        rowKey={({ table, row, column }) => `${table ?? ''} ${row} ${column}`}
        caption={t('made')}
        hideCaption
        maxHeight={320}
      />
    </Details>
  );
}
