'use client';
import { type SubjectVariable } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { ColumnChooser } from '@/ui/column-chooser.tsx';
import { type ListColumns } from './use-list-columns.ts';

/** Which columns the list of patients has; the patient's code is always the first. */
export function ListColumnChooser({ own, usual, others, chosen, choose, reset, isUsual }: ListColumns) {
  const t = useTranslations('cohort.patients');
  const labels = useLabels();
  const named = (variables: readonly SubjectVariable[]) =>
    variables.map(({ name }) => ({ name, label: labels.variable(name) }));
  return (
    <ColumnChooser
      groups={[
        { title: t('ownColumns'), columns: named(own) },
        { title: t('usualColumns'), columns: named(usual) },
        { title: t('otherColumns'), columns: named(others) },
      ]}
      chosen={chosen.map(({ name }) => name).filter((name) => name !== 'code')}
      {...{ choose, reset, isUsual }}
    />
  );
}
