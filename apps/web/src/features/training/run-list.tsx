'use client';
import { Anchor } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useInstant } from '@/i18n/use-instant.ts';
import { missing, showEstimate } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CandidateLink } from './candidate-link.tsx';
import { RunStatus } from '@/runs/run-status.tsx';
import { type Training } from './training.ts';

interface RunListProps {
  readonly runs: readonly Training[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** The trainings of the study that the reader may see, newest first. */
export function RunList({ runs, chosen, onChoose }: RunListProps) {
  const t = useTranslations('training');
  const instant = useInstant();
  const testOf = (run: Training) => run.outcome?.evaluations.find(({ part }) => part === 'test') ?? null;
  const columns: readonly Column<Training>[] = [
    {
      id: 'at',
      header: t('list.at'),
      rowHeader: true,
      cell: (run) => (
        <Anchor
          component="button"
          type="button"
          size="sm"
          fw={run.id === chosen ? 700 : 400}
          aria-current={run.id === chosen ? 'true' : undefined}
          onClick={() => onChoose(run.id)}
        >
          {instant(run.queuedAt)}
        </Anchor>
      ),
    },
    { id: 'status', header: t('list.status'), cell: ({ status }) => <RunStatus status={status} /> },
    { id: 'head', header: t('list.head'), folds: true, cell: ({ head }) => t(`heads.${head}`) },
    { id: 'split', header: t('list.split'), folds: true, cell: ({ split }) => t(`splits.${split}`) },
    { id: 'seed', header: t('list.seed'), folds: true, cell: ({ seed }) => seed, align: 'right' },
    {
      id: 'slides',
      header: t('list.slides'),
      folds: true,
      cell: ({ parts }) => parts.map(({ slides }) => slides).join(' + '),
      align: 'right',
    },
    {
      id: 'auc',
      header: t('list.auc'),
      cell: (run) => {
        const test = testOf(run);
        return test ? showEstimate(test.auc, test.aucLower, test.aucUpper, 3) : missing;
      },
      align: 'right',
    },
    { id: 'candidate', header: t('list.candidate'), cell: (run) => <CandidateLink run={run} /> },
    { id: 'by', header: t('list.by'), folds: true, cell: ({ requestedBy }) => requestedBy },
  ];
  return (
    <Panel title={t('list.title')} note={t('list.note')}>
      <DataTable
        columns={columns}
        rows={runs}
        rowKey={({ id }) => id}
        caption={t('list.title')}
        hideCaption
        foldBelow="wide"
      />
    </Panel>
  );
}
