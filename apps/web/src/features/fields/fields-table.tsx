'use client';
import { ActionIcon, Button, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { type Form, ownKey, type OwnKind } from '@haim/schema';
import { useLabel } from '@/i18n/use-label.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { StatusBadge, type Tone } from '@/ui/status-badge.tsx';
import { moved } from './field-draft.ts';
import { type StudyField } from './query.ts';
import { useAnalysisOfField } from './use-analysis.ts';

const tones: Readonly<Record<string, Tone>> = { draft: 'attention', published: 'good', retired: 'neutral' };

interface FieldsTableProps {
  readonly form: Form;
  /** In the order in which the form shows them. */
  readonly fields: readonly StudyField[];
  readonly onOpen: (field: StudyField) => void;
  readonly onOrder: (ids: string[]) => void;
}

/** The fields that the study adds to one form. */
export function FieldsTable({ form, fields, onOpen, onOrder }: FieldsTableProps) {
  const t = useTranslations('fields');
  const label = useLabel();
  const permitted = usePermitted();
  const analysisOfField = useAnalysisOfField();
  const move = (field: StudyField, by: -1 | 1) => onOrder(moved(fields, fields.indexOf(field), by).map(({ id }) => id));
  const columns: Column<StudyField>[] = [
    { id: 'label', header: t('label'), cell: (field) => label(field.label), rowHeader: true },
    { id: 'key', header: t('key'), cell: (field) => <code>{ownKey(field)}</code>, folds: true },
    { id: 'kind', header: t('kind'), cell: ({ kind }) => t(`kinds.${kind as OwnKind}`) },
    { id: 'permitted', header: t('permitted'), cell: permitted, folds: true },
    { id: 'required', header: t('required'), cell: ({ required }) => t(required ? 'yes' : 'no'), folds: true },
    { id: 'analysis', header: t('analysis.title'), cell: analysisOfField, folds: true },
    {
      id: 'state',
      header: t('state'),
      cell: ({ state }) => (
        <StatusBadge tone={tones[state] ?? 'neutral'}>{t(`states.${state as 'draft'}`)}</StatusBadge>
      ),
    },
    { id: 'version', header: t('version'), cell: ({ version }) => version, align: 'right', folds: true },
  ];
  const actions: Column<StudyField> = {
    id: 'actions',
    header: t('actions'),
    cell: (field) => (
      <Group gap={4} wrap="nowrap">
        {([-1, 1] as const).map((by) => (
          <ActionIcon
            key={by}
            variant="subtle"
            color="gray"
            aria-label={t(by < 0 ? 'up' : 'down', { field: label(field.label) })}
            disabled={fields[fields.indexOf(field) + by] === undefined}
            onClick={() => move(field, by)}
          >
            {by < 0 ? <IconArrowUp size={16} aria-hidden /> : <IconArrowDown size={16} aria-hidden />}
          </ActionIcon>
        ))}
        <Button size="compact-sm" variant="default" onClick={() => onOpen(field)}>
          {t('change')}
        </Button>
      </Group>
    ),
  };
  return (
    <Panel title={label(form.label)} note={t('count', { n: fields.length })}>
      <DataTable
        columns={[...columns, actions]}
        rows={fields}
        rowKey={({ id }) => id}
        caption={label(form.label)}
        hideCaption
        foldBelow="wide"
      />
    </Panel>
  );
}

/** '0 to 150 mg', or the words of the codes. */
function usePermitted(): (field: StudyField) => string {
  const t = useTranslations('fields');
  const label = useLabel();
  return ({ lowest, highest, unit, codes }) => {
    if (codes.length > 0) return codes.map((code) => `${code.code} = ${label(code.label)}`).join('; ');
    const range =
      lowest !== null && highest !== null
        ? t('range', { lowest, highest })
        : lowest !== null
          ? t('atLeast', { lowest })
          : highest !== null
            ? t('atMost', { highest })
            : '';
    return [range, unit].filter(Boolean).join(' ');
  };
}
