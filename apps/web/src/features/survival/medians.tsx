'use client';
import { useTranslations } from 'use-intl';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Curve, medianText, type Survival } from './to-chart.ts';
import { useLooks } from './use-looks.ts';

/** Patients, events and median per group. */
export function Medians({ survival, isOwn = false }: { survival: Survival; isOwn?: boolean }) {
  const t = useTranslations('survival.medians');
  const looks = useLooks(survival, 'light');
  const title = isOwn ? t('titleOwn') : survival.protection ? t('titleStudy') : t('title');
  const columns: Column<Curve>[] = [
    {
      id: 'group',
      header: t('group'),
      rowHeader: true,
      cell: (curve) => looks[survival.curves.indexOf(curve)]?.label ?? curve.label,
    },
    { id: 'n', header: 'n', align: 'right', cell: ({ n }) => n },
    { id: 'events', header: t('events'), align: 'right', cell: ({ events }) => events },
    {
      id: 'median',
      header: t('median'),
      align: 'right',
      cell: (curve) => medianText(curve, survival.monthDays, t('notReached')),
    },
  ];
  return (
    <Panel title={title} note={t('note')}>
      <DataTable
        caption={title}
        hideCaption
        dense
        columns={columns}
        rows={survival.curves}
        rowKey={({ label }) => label}
      />
    </Panel>
  );
}
