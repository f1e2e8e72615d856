'use client';
import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type ImportProblem } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { missing } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { formOf } from '@/session/study-forms.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { type Corrections, MOST_CORRECTIONS } from './use-corrections.ts';

const LONG_LIST = 60;

interface RefusedTableProps {
  readonly problems: readonly ImportProblem[];
  readonly total: number;
  readonly edits: Corrections;
}

/** Refused cells, each with what is expected and a place for what it should have said. */
export function RefusedTable({ problems, total, edits }: RefusedTableProps) {
  const t = useTranslations('imports.fix');
  const cells = useTranslations('imports.cells');
  const label = useLabel();
  const tableColumn: Column<ImportProblem> = {
    id: 'table',
    header: cells('table'),
    cell: ({ table }) => table ?? missing,
  };
  const columns: Column<ImportProblem>[] = [
    ...(problems.some(({ table }) => table !== undefined) ? [tableColumn] : []),
    { id: 'row', header: cells('row'), cell: ({ row }) => row, align: 'right', rowHeader: true },
    { id: 'column', header: t('column'), cell: ({ column }) => column || missing },
    { id: 'value', header: t('value'), cell: ({ value }) => (value === '' ? t('empty') : value), wraps: true },
    { id: 'expected', header: t('expected'), cell: ({ expected }) => label(expected), wraps: true },
    {
      id: 'correction',
      header: t('correction'),
      cell: (problem) => <Correction problem={problem} edits={edits} />,
      wraps: true,
    },
  ];
  // One cell may break several rules; the position in the list distinguishes them.
  const inOrder = problems.toSorted((one, other) => one.row - other.row);
  const places = new Map(inOrder.map((problem, place) => [problem, String(place)]));
  return (
    <DataTable
      columns={columns}
      rows={inOrder}
      rowKey={(problem) => places.get(problem) ?? ''}
      caption={cells('refused', { n: total })}
      hideCaption
      foldBelow="medium"
      maxHeight={520}
    />
  );
}

function Correction({ problem, edits }: { problem: ImportProblem; edits: Corrections }) {
  const t = useTranslations('imports.fix');
  const choices = useChoices(problem);
  const { column, row, value } = problem;
  const isOut = edits.isLeftOut(problem);
  const isFull = edits.all.length >= MOST_CORRECTIONS;
  const given = edits.of(problem, column);
  const name = t('for', { column, row });
  return (
    <Group gap={4}>
      {isOut ? (
        <Text size="sm">{t('leftOut')}</Text>
      ) : column === '' ? null : choices ? (
        <NativeSelect
          size="xs"
          aria-label={name}
          value={given ?? ''}
          disabled={isFull && given === undefined}
          onChange={({ currentTarget }) => edits.set(problem, column, currentTarget.value || null)}
          data={[{ value: '', label: t('choose') }, ...choices]}
        />
      ) : (
        <TextInput
          size="xs"
          aria-label={name}
          placeholder={value}
          value={given ?? ''}
          disabled={isFull && given === undefined}
          maxLength={10_000}
          onChange={({ currentTarget }) => edits.set(problem, column, currentTarget.value || null)}
        />
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={isFull && !isOut}
        onClick={() => edits.leaveOut(problem, !isOut)}
      >
        {t(isOut ? 'keep' : 'leaveOut')}
      </Button>
    </Group>
  );
}

/** What the cell may hold, where that is a list: of the mapping, of centres, or the codes of its field. */
function useChoices({ form, field, choices, rule }: ImportProblem): { value: string; label: string }[] | null {
  const study = useStudy();
  const label = useLabel();
  if (choices) return choices.map((value) => ({ value, label: value }));
  const spec = form && field && rule !== 'required' ? formOf(study, form)?.fields[field] : undefined;
  if (spec?.kind === 'studyCode') return study.arms.map(({ code }) => ({ value: code, label: code }));
  // Of a long list a name is typed sooner than found.
  if (spec?.kind !== 'code' || spec.list.codes.length > LONG_LIST) return null;
  return spec.list.codes.map((one) => ({ value: one.code, label: label(one.label) }));
}
