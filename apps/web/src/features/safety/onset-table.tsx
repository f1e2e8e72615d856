'use client';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { missing, showNumber, withMinus } from '@/numbers/show.ts';
import { type Column, DataTable } from '@/ui/data-table.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type Safety } from './query.ts';
import { type ShownRow, termRows, textRows } from './safety-rows.ts';
import { useRowName } from './use-row-name.ts';
import { useGroupNames } from './use-safety-columns.tsx';
import { type SafetyState } from './use-safety-state.ts';

/** Days from time zero to the first event of each patient, term by term; rows of which no day is known are left out. */
export function OnsetTable({ safety, state }: { safety: Safety; state: SafetyState }) {
  const t = useTranslations('safety.onset');
  const say = useSay();
  const nameOf = useRowName();
  const names = useGroupNames(safety);
  const said = safety.statements.find(({ code }) => code === 'daysToFirstEvent');
  if (!said) return null;
  const all = [
    ...termRows(safety, state.order, Number(state.min) / 100).rows,
    ...textRows(safety).map((row): ShownRow => ({ row, depth: 0 })),
  ];
  const rows = all.filter(({ row }) => row.kind !== 'CLASS' && row.cells.some(({ onset }) => onset));
  const columns = names.map((name, place): Column<ShownRow> => ({
    id: String(place),
    header: t('group', { group: name }),
    align: 'right',
    cell: ({ row }) => {
      const onset = row.cells[place]?.onset;
      if (!onset) return missing;
      const { n, median, shortest, longest } = onset;
      return t('cell', {
        median: showNumber(median, Number.isInteger(median) ? 0 : 1),
        range: `${withMinus(String(shortest))}–${withMinus(String(longest))}`,
        n,
      });
    },
  }));
  return (
    <Panel title={t('title')} note={say(said)}>
      {rows.length > 0 ? (
        <DataTable
          caption={t('title')}
          hideCaption
          foldBelow="medium"
          columns={[{ id: 'term', header: t('term'), rowHeader: true, cell: ({ row }) => nameOf(row) }, ...columns]}
          rows={rows}
          rowKey={({ row }) => row.rowId}
          maxHeight="28rem"
        />
      ) : (
        t('none')
      )}
    </Panel>
  );
}
