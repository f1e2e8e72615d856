'use client';
import { useTranslations } from 'use-intl';
import { type ScoreSource } from '@/evaluation/evaluation.ts';

/** What a source of scores is called on screen; in files it keeps the server's name. */
export function useSourceName(): (source: Pick<ScoreSource, 'kind' | 'modelName'>) => string {
  const t = useTranslations('models.source');
  return ({ kind, modelName }) =>
    kind === 'clinical'
      ? t('clinical')
      : kind === 'imported'
        ? t('importedName', { name: modelName })
        : t('portal', { name: modelName });
}
