'use client';
import { variableIn } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { type ForestWords } from './to-forest.ts';

/** What the lines of a forest are called. */
export function useForestWords(): ForestWords {
  const t = useTranslations('survival.subgroups');
  const labels = useLabels();
  const own = variablesOfStudy(useStudy());
  const withUnit = (variable: string, value: string) => {
    const unit = variableIn(variable, { own })?.unit ?? null;
    return unit === null ? value : `${value} ${labels.unit(unit)}`;
  };
  return {
    everybody: t('everybody'),
    variable: labels.variable,
    value: labels.value,
    from: (variable, value) => `≥ ${withUnit(variable, value)}`,
    below: (variable, value) => `< ${withUnit(variable, value)}`,
    between: (variable, from, below) => t('between', { from, below: withUnit(variable, below) }),
    spoken: (line) => t('spoken', line),
    spokenVariable: (line) => t('spokenVariable', line),
  };
}
