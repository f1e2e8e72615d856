'use client';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { type CohortSummaryQuery } from '@/graphql/generated/graphql.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { showCount } from '@/numbers/show.ts';
import { Rate } from './rate.tsx';

type ArmAdverseEvents = CohortSummaryQuery['cohortSummary']['adverseEvents'][number];

/** Each patient once, at the worst grade on record: how many of the arm had any, and how many one of grade 3 or more. */
export function AdverseEventTable({ adverseEvents }: { adverseEvents: readonly ArmAdverseEvents[] }) {
  const t = useTranslations('cohort.adverseEvents');
  const say = useSay();
  const labels = useLabels();
  const said = (adverseEvents.find(({ anyGrade }) => !anyGrade.atMost) ?? adverseEvents[0])?.anyGrade.methodStatement;
  const columns: Column<ArmAdverseEvents>[] = [
    { id: 'arm', header: labels.variable('arm'), rowHeader: true, cell: ({ arm }) => labels.value('arm', arm ?? null) },
    { id: 'n', header: 'n', align: 'right', cell: ({ n, nAtMost }) => showCount(n, nAtMost) },
    { id: 'any', header: t('any'), align: 'right', cell: ({ anyGrade }) => <Rate {...anyGrade} /> },
    {
      id: 'severe',
      header: t('severe'),
      align: 'right',
      cell: ({ gradeThreeOrMore }) => <Rate {...gradeThreeOrMore} />,
    },
  ];
  return (
    <Panel title={t('title')} note={t('note', { method: said ? say(said) : '' })}>
      <DataTable
        caption={t('title')}
        hideCaption
        columns={columns}
        rows={adverseEvents}
        rowKey={(row) => row.arm ?? ''}
        foldBelow="medium"
      />
    </Panel>
  );
}
