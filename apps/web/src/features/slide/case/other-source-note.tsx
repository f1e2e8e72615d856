'use client';
import { Alert } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { showScore } from '@/numbers/show.ts';
import { type SlideDetail } from '../slide.ts';

const IMPORTED = 'imported:';

/** Why a score of the list from which somebody came has no patches and no colours here. */
export function OtherSourceNote({ slide, source }: { readonly slide: SlideDetail; readonly source: string }) {
  const t = useTranslations('stage.case');
  return (
    <Alert color="gray" p="xs" role="note">
      {words()}
    </Alert>
  );

  function words(): string {
    if (source.startsWith('clinical:')) return t('ofClinical');
    if (!source.startsWith(IMPORTED)) return t('ofNoRun', { name: source.replace(/^portal:/, '').replace(/@.*$/, '') });
    const name = source.slice(IMPORTED.length);
    const found = slide.importedScores.find(({ modelName }) => modelName === name);
    return t('ofImported', { name, score: showScore(found?.score) });
  }
}
