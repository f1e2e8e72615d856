'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { missing } from '@/numbers/show.ts';
import { type Place } from './behind-number.tsx';
import { type Safety, type SafetyRow } from './query.ts';
import { statedFacts } from './safety-rows.ts';
import { useFactName } from './use-fact-name.ts';
import { asColumns, useSafetyColumns } from './use-safety-columns.tsx';
import { type SafetyState } from './use-safety-state.ts';

interface OverviewTableProps {
  readonly safety: Safety;
  readonly counting: SafetyState['count'];
  readonly onOpen: (place: Place) => void;
}

/** Every event on record by what is said of it: seriousness, outcome, action taken, and what it is related to. */
export function OverviewTable({ safety, counting, onOpen }: OverviewTableProps) {
  const t = useTranslations('safety');
  const say = useSay();
  const nameOf = useFactName();
  const columns = useSafetyColumns({ safety, counting, nameOf, onOpen });
  const { rows, unstated } = statedFacts(safety);
  const rule = safety.statements.find(({ code }) => code === 'ofTreatedPatients' || code === 'ofAllPatients');
  return (
    <Panel title={t('overview.title')} note={t('overview.note', { rule: rule ? say(rule) : '' })}>
      <DataTable
        caption={t('overview.title')}
        hideCaption
        dense
        foldBelow="medium"
        columns={[
          { id: 'fact', header: t('overview.fact'), rowHeader: true, cell: nameOf },
          ...asColumns<SafetyRow>(columns, (row) => row),
          {
            id: 'notStated',
            header: t('overview.notStated'),
            align: 'right',
            folds: true,
            cell: ({ notStated }) => notStated ?? missing,
          },
        ]}
        rows={rows}
        rowKey={({ rowId }) => rowId}
      />
      {unstated.length > 0 ? (
        <Text size="sm" mt="xs">
          {t('overview.unstated', { facts: unstated.map(nameOf).join(t('overview.comma')) })}
        </Text>
      ) : null}
    </Panel>
  );
}
