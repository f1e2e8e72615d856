'use client';
import { Skeleton, Text } from '@mantine/core';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { ScoreStrip, scoreStripHeight } from '@/charts/score-strip.tsx';
import { useWidth } from '@/charts/use-room.ts';
import { type Classes } from '@/evaluation/classes.ts';
import { showScore, showThreshold } from '@/numbers/show.ts';
import { type Run } from '@/runs/run.ts';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { type SlideDetail } from '../slide.ts';
import { usePlace } from '../use-place.ts';
import styles from './case.module.css';

interface CaseScoreProps {
  readonly slide: SlideDetail;
  readonly run: Run;
  readonly classes: Classes;
  readonly truth: boolean | null;
}

/** The score on its line from 0 to 1, among those of all patients with a response that the same model scored. */
export function CaseScore({ slide, run, classes, truth }: CaseScoreProps) {
  const t = useTranslations('stage');
  const scheme = useShownScheme();
  const place = useRef<HTMLDivElement>(null);
  const widthPx = Math.floor(useWidth(place));
  const { evaluation, isLoading, isTraining } = usePlace(slide, run);
  const { prps } = run;
  if (prps === null) return null;
  const others = (evaluation?.cases ?? []).filter(({ patientId }) => patientId !== slide.patientId);
  const below = others.filter(({ score }) => score < prps).length;
  const rowOf = (positive: boolean) =>
    others.filter((one) => one.positive === positive).map(({ patientId, score }) => ({ key: patientId, score }));
  const said =
    others.length === 0
      ? t('case.alone')
      : t(isTraining ? 'case.amongTraining' : 'case.among', { below, n: others.length });
  return (
    <figure className={styles['figure']}>
      <div ref={place} style={{ minHeight: scoreStripHeight }}>
        {isLoading ? (
          <Skeleton height={scoreStripHeight} />
        ) : (
          widthPx > 0 && (
            <ScoreStrip
              rows={[
                { label: classes.positiveClass, scores: rowOf(true) },
                { label: classes.negativeClass, scores: rowOf(false) },
              ]}
              own={{ score: prps, row: truth === null ? null : truth ? 0 : 1, label: showScore(prps) }}
              threshold={
                run.threshold === null
                  ? null
                  : { value: run.threshold, label: t('case.threshold', { value: showThreshold(run.threshold) }) }
              }
              summary={t('case.strip', { score: showScore(prps), said })}
              scheme={scheme}
              widthPx={widthPx}
            />
          )
        )}
      </div>
      <Text component="figcaption" size="xs" c="var(--text-quiet)">
        {isLoading ? '…' : said}
      </Text>
    </figure>
  );
}
