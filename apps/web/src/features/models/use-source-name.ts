'use client';
import { useTranslations } from 'use-intl';
import { type ScoreSource } from '@/evaluation/evaluation.ts';

/** How a source of scores is called on the screen; what it is called in files stays as the server names it. */
export function useSourceName(): (source: Pick<ScoreSource, 'kind' | 'modelName'>) => string {
  const t = useTranslations('models.source');
  return ({ kind, modelName }) =>
    kind === 'clinical'
      ? t('clinical')
      : kind === 'imported'
        ? t('importedName', { name: modelName })
        : t('portal', { name: modelName });
}
