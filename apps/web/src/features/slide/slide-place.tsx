'use client';
import { Alert, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showScore } from '@/numbers/show.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { PlaceConfusion, PlaceRoc } from './place-figures.tsx';
import { type SlideDetail } from './slide.ts';
import { type Classes } from '@/evaluation/classes.ts';
import { type Run } from '@/runs/run.ts';
import styles from './slide-view.module.css';
import { type SlidePlacing, usePlace } from './use-place.ts';

interface SlidePlaceProps {
  readonly slide: SlideDetail;
  /** The run whose score is told; null if there is none. */
  readonly run: Run | null;
  readonly classes: Classes | null;
  readonly truth: boolean | null;
}

/** Where this slide's score falls among all that this portal scored, and another source's score of the patient. */
export function SlidePlace(props: SlidePlaceProps) {
  const { slide, run } = props;
  const t = useTranslations('slides');
  const place = usePlace(slide, run);
  return (
    <Panel title={t('place.title')}>
      <Stack gap="sm">
        {run === null && <EmptyState title={t('place.noRun')} text={t('place.noRunText')} />}
        {place.error !== undefined && <ErrorState code={errorCode(place.error)} />}
        {place.isLoading && <LoadingState height={320} />}
        {run !== null && place.error === undefined && !place.isLoading && <Placed {...props} run={run} place={place} />}
        <OtherSources slide={slide} />
      </Stack>
    </Panel>
  );
}

interface PlacedProps extends SlidePlaceProps {
  readonly run: Run;
  readonly place: SlidePlacing;
}

function Placed({ slide, run, classes, truth, place }: PlacedProps) {
  const t = useTranslations('slides');
  const say = useSay();
  const { source, evaluation, isTraining, isTooFew } = place;
  const hasCurve = evaluation !== null && evaluation.auc !== null && evaluation.curve.thresholds.length > 0;
  return (
    <>
      {source !== null && evaluation !== null && (
        <Text size="sm">
          {t(isTraining ? 'place.trainingPopulation' : 'place.testPopulation', {
            model: source.modelName,
            scored: source.n,
            n: evaluation.n,
          })}
        </Text>
      )}
      {(isTooFew || (evaluation !== null && !hasCurve)) && (
        <Alert color="gray" title={t('place.noCurve')}>
          <Text size="sm">{t('place.noCurveText', { n: evaluation?.n ?? 0 })}</Text>
        </Alert>
      )}
      {hasCurve &&
        evaluation.statements.map((one) => (
          <Text key={say(one)} size="xs" c="var(--text-quiet)">
            {say(one)}
          </Text>
        ))}
      <div className={styles['place']}>
        {hasCurve && <PlaceRoc slide={slide} run={run} evaluation={evaluation} />}
        {classes !== null && (
          <PlaceConfusion slideId={slide.id} run={run} classes={classes} truth={truth} evaluation={evaluation} />
        )}
      </div>
      {classes !== null && truth === null && (
        <Text size="sm" c="var(--text-quiet)">
          {t('place.noTruth')}
        </Text>
      )}
    </>
  );
}

/** The patient's imported scores: shown alongside, never mixed in. */
function OtherSources({ slide }: { slide: SlideDetail }) {
  const t = useTranslations('slides');
  if (slide.importedScores.length === 0) return null;
  return (
    <div className={styles['other']}>
      <Text size="xs" c="var(--text-quiet)">
        {t('place.imported')}
      </Text>
      {slide.importedScores.map(({ id, modelName, score }) => (
        <Text key={id} size="sm">
          {modelName}: <strong>{showScore(score)}</strong>
        </Text>
      ))}
    </div>
  );
}
