'use client';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { type ScoreSource } from './evaluation.ts';

/** What a figure of these scores must say of its origin when it leaves the page. */
export function useFileFacts(source: ScoreSource): { provenance: string[]; isSynthetic: boolean } {
  const t = useTranslations('models');
  const { code, name, synthetic } = useStudy();
  const weights = source.kind !== 'imported' && source.weights === 'synthetic';
  return {
    provenance: [
      t('file.origin', { code, name, source: source.modelName }),
      source.kind === 'imported' ? t('source.importedNote') : t('source.portalNote'),
      ...(weights ? [t('weights.synthetic')] : []),
      t('file.research'),
    ],
    isSynthetic: synthetic || source.synthetic,
  };
}
