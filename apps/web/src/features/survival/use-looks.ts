'use client';
import { useTranslations } from 'use-intl';
import { type CurveLook } from '@/charts/kaplan-meier-chart-picture.ts';
import { armStyle, groupStyle, type Scheme } from '@/charts/series-style.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useStudy } from '@/session/session.tsx';
import { type Survival } from './to-chart.ts';

/** Name, colour and dash of every curve: an arm looks the same in every figure of its study. */
export function useLooks({ curves, groupBy }: Survival, scheme: Scheme): readonly CurveLook[] {
  const t = useTranslations('survival');
  const study = useStudy();
  const labels = useLabels();
  const arms = study.arms.map(({ code }) => code).toSorted();
  return curves.map(({ label }, index) => ({
    label: groupBy ? labels.shortValue(groupBy, label) : t('everybody'),
    style: groupBy === 'arm' ? armStyle(Math.max(0, arms.indexOf(label)), scheme) : groupStyle(index, scheme),
  }));
}
