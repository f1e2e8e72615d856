'use client';
import { Button, Group, Pill } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { withoutPart } from './cohort-filter.ts';
import styles from './cohort-chips.module.css';
import { useCohort } from './use-cohort.ts';
import { useDescribedCohort } from './use-described-cohort.ts';
import { useLabels } from './use-labels.ts';

/** The conditions of the selection, each of which can be removed. */
export function CohortChips() {
  const t = useTranslations('cohort');
  const labels = useLabels();
  const { cohort, setCohort } = useCohort();
  const chips = useDescribedCohort();
  if (chips.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label={t('filters')}>
      {chips.map(({ key, part, variable, words }) => (
        <Pill
          key={key}
          className={styles['chip'] ?? ''}
          withRemoveButton
          onRemove={() => setCohort(withoutPart(cohort, part))}
          removeButtonProps={{
            'aria-label': t('removeFilter', { variable: variable ? labels.variable(variable) : words }),
            'aria-hidden': false,
            tabIndex: 0,
          }}
        >
          {variable ? `${labels.variable(variable)}: ${words}` : words}
        </Pill>
      ))}
      <Button variant="subtle" size="compact-xs" onClick={() => setCohort(null)}>
        {t('clearAll')}
      </Button>
    </Group>
  );
}
