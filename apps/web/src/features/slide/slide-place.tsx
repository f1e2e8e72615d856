'use client';
import { useQuery } from '@apollo/client/react';
import { Alert, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { errorCode } from '@/graphql/error-code.ts';
import { type ScoreSource } from '@/evaluation/evaluation.ts';
import { evaluationQuery, scoreSourcesQuery } from '@/evaluation/query.ts';
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

interface SlidePlaceProps {
  readonly slide: SlideDetail;
  /** The newest run with a score; null if there is none. */
  readonly run: Run | null;
  readonly classes: Classes | null;
  readonly truth: boolean | null;
}

/** Where this slide's score falls among all that this portal scored, and another source's score of the patient. */
export function SlidePlace({ slide, run, classes, truth }: SlidePlaceProps) {
  const t = useTranslations('slides');
  const { data, error } = useQuery(scoreSourcesQuery, { variables: { study: slide.study } });
  const source = sourceOf(data?.scoreSources ?? [], run);
  return (
    <Panel title={t('place.title')}>
      <Stack gap="sm">
        {!data && error && <ErrorState code={errorCode(error)} />}
        {!data && !error && <LoadingState height={220} />}
        {data && run === null && <EmptyState title={t('place.noRun')} text={t('place.noRunText')} />}
        {data && run !== null && <Placed slide={slide} run={run} classes={classes} truth={truth} source={source} />}
        <OtherSources slide={slide} />
      </Stack>
    </Panel>
  );
}

/** The scores of the exact model and version that made the run. */
function sourceOf(sources: readonly ScoreSource[], run: Run | null) {
  const ofModel = sources.filter(({ id }) => id.startsWith(`portal:${run?.modelId ?? ''}@`));
  return ofModel.find(({ id }) => id.endsWith(run?.modelSha256?.slice(0, 12) ?? '')) ?? ofModel[0] ?? null;
}

interface PlacedProps extends SlidePlaceProps {
  readonly run: Run;
  readonly source: ScoreSource | null;
}

function Placed({ slide, run, classes, truth, source }: PlacedProps) {
  const t = useTranslations('slides');
  const say = useSay();
  const sourceId = source?.id ?? null;
  const isTraining = slide.evaluationSet === 'training';
  const { data, error } = useQuery(evaluationQuery, {
    variables: {
      study: slide.study,
      source: sourceId ?? '',
      set: isTraining ? 'TRAINING' : 'ENTIRE',
    },
    skip: sourceId === null,
  });
  const evaluation = data?.evaluation ?? null;
  const hasCurve = evaluation !== null && evaluation.auc !== null && evaluation.curve.thresholds.length > 0;
  const tooFew = sourceId === null || (error !== undefined && errorCode(error) === 'NOT_ESTIMABLE');
  if (evaluation === null && !error && sourceId !== null) return <LoadingState height={320} />;
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
      {error && !tooFew && <ErrorState code={errorCode(error)} />}
      {(tooFew || (evaluation !== null && !hasCurve)) && (
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
