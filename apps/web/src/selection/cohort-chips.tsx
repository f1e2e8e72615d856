'use client';
import { Button, Group, Pill } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { clearVariable, everybody, isEverybody } from './cohort-filter.ts';
import styles from './cohort-chips.module.css';
import { describeCohort } from './describe-cohort.ts';
import { useCohort } from './use-cohort.ts';
import { useLabels } from './use-labels.ts';

/** The conditions of the selection, each to be taken away by itself. */
export function CohortChips() {
  const t = useTranslations('cohort');
  const labels = useLabels();
  const { cohort, setCohort } = useCohort();
  if (isEverybody(cohort)) return null;

  const chips = describeCohort(cohort, labels.shortValue);
  return (
    <Group gap={6} role="group" aria-label={t('filters')}>
      {chips.map(({ variable, words }) => (
        <Pill
          key={variable}
          className={styles['chip'] ?? ''}
          withRemoveButton
          onRemove={() => setCohort(clearVariable(cohort, variable))}
          removeButtonProps={{
            'aria-label': t('removeFilter', { variable: labels.variable(variable) }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {labels.variable(variable)}: {words}
        </Pill>
      ))}
      <Button variant="subtle" size="compact-xs" onClick={() => setCohort(everybody)}>
        {t('clearAll')}
      </Button>
    </Group>
  );
}
