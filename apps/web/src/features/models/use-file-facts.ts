'use client';
import { useTranslations } from 'use-intl';
import { useStudy } from '@/session/session.tsx';
import { type ScoreSource } from '@/evaluation/evaluation.ts';

const origins = {
  imported: 'source.importedNote',
  clinical: 'source.clinicalNote',
  portal: 'source.portalNote',
} as const;

/**
 * What a figure of these scores must state about its origin when it is exported.
 *
 * @param version - of the study's data.
 */
export function useFileFacts(source: ScoreSource, version: number): { provenance: string[]; isSynthetic: boolean } {
  const t = useTranslations('models');
  const { code, name, synthetic } = useStudy();
  const weights = source.kind !== 'imported' && source.weights === 'synthetic';
  return {
    provenance: [
      t('file.origin', { code, name, version, source: source.modelName }),
      t(origins[source.kind === 'imported' || source.kind === 'clinical' ? source.kind : 'portal']),
      ...(weights ? [t('weights.synthetic')] : []),
      t('file.research'),
    ],
    isSynthetic: synthetic || source.synthetic,
  };
}
