'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { useOwnCentres } from '@/selection/use-own-centres.ts';
import { useStudy } from '@/session/session.tsx';
import { type ScoreSource } from '@/evaluation/evaluation.ts';
import { useWeightsName } from '@/evaluation/use-weights-name.ts';

const origins = {
  imported: 'source.importedNote',
  clinical: 'source.clinicalNote',
  portal: 'source.portalNote',
} as const;

/** The line that names the centres of scores where these are not all of the study; none otherwise. */
export function useCentreLines(): string[] {
  const t = useTranslations('models.file');
  const { list } = useFormatter();
  const centres = useOwnCentres();
  return centres ? [t('centres', { centres: list([...centres]) })] : [];
}

/**
 * What a figure of these scores must state about its origin when it is exported.
 *
 * @param version - of the study's data.
 */
export function useFileFacts(source: ScoreSource, version: number): { provenance: string[]; isSynthetic: boolean } {
  const t = useTranslations('models');
  const weightsName = useWeightsName();
  const { code, name, synthetic } = useStudy();
  const centreLines = useCentreLines();
  const weights = source.kind !== 'imported' && source.weights === 'synthetic';
  return {
    provenance: [
      t('file.origin', { code, name, version, source: source.modelName }),
      ...centreLines,
      t(origins[source.kind === 'imported' || source.kind === 'clinical' ? source.kind : 'portal']),
      ...(weights ? [weightsName('synthetic')] : []),
      t('file.research'),
    ],
    isSynthetic: synthetic || source.synthetic,
  };
}
