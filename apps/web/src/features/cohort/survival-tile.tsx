'use client';
import { useQuery } from '@apollo/client/react';
import { outcomesIn } from '@haim/schema';
import { Anchor, Skeleton, Text } from '@mantine/core';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { thinBelow } from '@/charts/kaplan-meier-chart-picture.ts';
import { useDeviceScale } from '@/charts/use-room.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { inSentence } from '@/i18n/in-sentence.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useScope } from '@/selection/use-scope.ts';
import { useStudy } from '@/session/session.tsx';
import { variablesOfStudy } from '@/session/study-forms.ts';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { Loading } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import styles from './cohort-page.module.css';
import { SmallCurves } from './small-curves.tsx';
import { cohortSurvivalQuery } from './survival-query.ts';
import { useSurvivalAddress } from './use-survival-address.ts';

/** The widest that the tile becomes, in CSS pixels. */
const pixelsAcross = 800;

/** Survival by arm of the present selection; the whole analysis is one press away. */
export function SurvivalTile() {
  const t = useTranslations('cohort.curve');
  const labels = useLabels();
  const study = useStudy();
  const address = useSurvivalAddress();
  const { cohort, input, snapshot } = useCohort();
  const { scope } = useScope();
  // The API refuses these, because the answer would mislead: see `outcomesIn`.
  const [outcome] = outcomesIn(cohort, variablesOfStudy(study));
  const { data, previousData, error, refetch } = useQuery(cohortSurvivalQuery, {
    variables: {
      study: study.code,
      cohort: input,
      snapshot,
      scope,
      drawing: { width: pixelsAcross * useDeviceScale(), untilDays: null, paleBelow: thinBelow },
    },
    skip: outcome !== undefined,
  });
  const answer = (data ?? previousData)?.survival;
  const link = (
    <Anchor component={Link} href={address} size="sm">
      {t('open')}
    </Anchor>
  );
  return (
    <div className={outcome === undefined ? styles['wide'] : undefined}>
      <Panel title={t('title')} note={t('note')} actions={outcome === undefined ? link : null}>
        {outcome === undefined ? (
          error ? (
            <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />
          ) : answer ? (
            <Kept freshness={freshnessOf({ data, error })}>
              <SmallCurves answer={answer} />
            </Kept>
          ) : (
            <Loading>
              <Skeleton height={300} />
            </Loading>
          )
        ) : (
          <Text size="sm">{t('byOutcome', { variable: inSentence(labels.variable(outcome)) })}</Text>
        )}
      </Panel>
    </div>
  );
}
