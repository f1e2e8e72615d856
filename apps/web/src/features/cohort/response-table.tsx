'use client';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { showCount } from '@/numbers/show.ts';
import { Rate } from './rate.tsx';

type ArmResponse = CohortSummaryQuery['cohortSummary']['responses'][number];

/** Best response by arm, with objective response and disease control rates over all patients of the arm. */
export function ResponseTable({ responses }: { responses: readonly ArmResponse[] }) {
  const t = useTranslations('cohort.response');
  const say = useSay();
  const labels = useLabels();
  const said = (responses.find(({ orr }) => !orr.atMost) ?? responses[0])?.orr.methodStatement;
  const count = (id: 'cr' | 'pr' | 'sd' | 'pd' | 'notEvaluable' | 'n', header: string): Column<ArmResponse> => ({
    id,
    header,
    align: 'right',
    ...(id === 'n' ? {} : { folds: true }),
    cell: (row) => showCount(row[id], id === 'n' ? row.nAtMost : row.atMost.includes(id)),
  });
  const columns: Column<ArmResponse>[] = [
    { id: 'arm', header: labels.variable('arm'), rowHeader: true, cell: ({ arm }) => labels.value('arm', arm ?? null) },
    count('n', 'n'),
    count('cr', 'CR'),
    count('pr', 'PR'),
    count('sd', 'SD'),
    count('pd', 'PD'),
    count('notEvaluable', t('notEvaluable')),
    { id: 'orr', header: t('orr'), align: 'right', cell: ({ orr }) => <Rate {...orr} /> },
    { id: 'dcr', header: t('dcr'), align: 'right', cell: ({ dcr }) => <Rate {...dcr} /> },
  ];
  return (
    <Panel title={t('title')} note={said ? t('note', { method: say(said) }) : t('noteWithoutMethod')}>
      <DataTable
        caption={t('title')}
        hideCaption
        columns={columns}
        rows={responses}
        rowKey={(row) => row.arm ?? ''}
        foldBelow="medium"
      />
    </Panel>
  );
}
