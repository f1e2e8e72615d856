'use client';
import { cohortKey } from '@haim/schema';
import { SegmentedControl, Select } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type ChosenSet, isChosenSet, sets } from '@/evaluation/evaluation.ts';
import { useStudy } from '@/session/session.tsx';
import styles from './models.module.css';
import { useSetName } from './use-set-name.ts';

/** The cases: the sets that the study names at a glance, and any other selection that it keeps. */
export function SetSelect({ chosen, onChoose }: { chosen: ChosenSet; onChoose: (set: ChosenSet) => void }) {
  const t = useTranslations('models');
  const nameOf = useSetName();
  const { savedCohorts } = useStudy();
  const isNamed = sets.some((set) => set === chosen);
  const others = [
    {
      group: t('sets.others'),
      items: (['training', 'all'] as const).map((set) => ({ value: set, label: nameOf(set) })),
    },
    ...(savedCohorts.length === 0
      ? []
      : [
          {
            group: t('sets.cohorts'),
            items: savedCohorts.map(({ number, name }) => ({ value: cohortKey(number), label: name })),
          },
        ]),
  ];
  const choose = (value: string | null) => {
    if (value !== null && isChosenSet(value)) onChoose(value);
  };
  return (
    <div className={styles['sets']}>
      <SegmentedControl
        size="sm"
        value={isNamed ? chosen : ''}
        onChange={choose}
        data={sets.map((one) => ({ value: one, label: nameOf(one) }))}
        aria-label={t('sets.label')}
      />
      <Select
        size="xs"
        className={styles['otherSets'] ?? ''}
        data={others}
        value={isNamed ? null : chosen}
        onChange={choose}
        placeholder={t('sets.other')}
        aria-label={t('sets.other')}
        allowDeselect={false}
      />
    </div>
  );
}
