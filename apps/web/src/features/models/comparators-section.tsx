'use client';
import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { MissingAction } from '@/session/missing-action.tsx';
import { useMay, useStudy } from '@/session/session.tsx';
import { ClinicalPanel } from './clinical-panel.tsx';
import { ComparisonPanel } from './comparison-panel.tsx';
import { type ScoreSource } from '@/evaluation/evaluation.ts';
import { ImportScoresPanel } from './import-scores-panel.tsx';
import styles from './models.module.css';
import { SetSelect } from './set-select.tsx';
import { type usePageState } from './use-page-state.ts';

interface ComparatorsProps {
  readonly sources: readonly ScoreSource[];
  readonly page: ReturnType<typeof usePageState>;
}

/** What a score of slides is compared with: baseline covariates, and the scores of other systems. */
export function ComparatorsSection({ sources, page }: ComparatorsProps) {
  const t = useTranslations('comparators');
  const { writableCentres } = useStudy();
  const mayEnter = useMay('enterRecords');
  return (
    <section aria-label={t('title')}>
      <div className={styles['side']}>
        <Stack gap="sm">
          <SetSelect chosen={page.set} onChoose={page.chooseSet} />
          <ComparisonPanel sources={sources} set={page.set} />
          {writableCentres.length > 0 && <ImportScoresPanel />}
          {mayEnter ? null : (
            <div>
              <MissingAction action={t('import.title')} right="enterRecords" />
            </div>
          )}
        </Stack>
        <ClinicalPanel covariates={page.covariates} onCovariates={page.chooseCovariates} onShow={page.chooseSource} />
      </div>
    </section>
  );
}
