'use client';
import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useStudy } from '@/session/session.tsx';
import { useAskedTables } from './use-asked-tables.ts';
import { noGroups, useTablesState } from './use-tables-state.ts';

/** By which variable the tables have their columns. */
export function GroupingSelect() {
  const t = useTranslations('tables.controls');
  const study = useStudy();
  const labels = useLabels();
  const { setState } = useTablesState();
  const { groupBy } = useAskedTables();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('groups')}
      data-print="no"
      value={groupBy ?? noGroups}
      onChange={({ currentTarget }) => setState({ by: currentTarget.value })}
      data={[
        ...study.groupings.map(({ variable }) => ({
          value: variable,
          label: t('by', { variable: inSentence(labels.variable(variable)) }),
        })),
        { value: noGroups, label: t('together') },
      ]}
    />
  );
}
