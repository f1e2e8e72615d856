'use client';
import { useQuery } from '@apollo/client/react';
import { isLandmark } from '@haim/schema';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { toDays } from '@/numbers/to-months.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { useStudy } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { BalanceFigure } from './balance-figure.tsx';
import { readingsOf } from './readings-of.ts';
import { refusedFilter } from './refused-filter.ts';
import styles from './survival-page.module.css';
import { useAskedCovariates } from './use-asked-covariates.ts';
import { useGroupBy } from './use-group-by.ts';
import { useSurvivalState } from './use-survival-state.ts';
import { WeightedFigure } from './weighted-figure.tsx';
import { WeightedRatios } from './weighted-ratios.tsx';
import { WeightedTimes } from './weighted-times.tsx';
import { WeightingControls } from './weighting-controls.tsx';
import { weightingQuery } from './weighting-query.ts';

/** Two groups made alike by weights: the ratio beside the others, what balance the weights reach, weighted curves. */
export function WeightingView() {
  const t = useTranslations('survival.weighting');
  const say = useSay();
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state } = useSurvivalState();
  const grouping = useGroupBy();
  // Weights balance what was known at time zero, and groups at a landmark are made later.
  const groupBy = grouping !== null && isLandmark(grouping) ? null : grouping;
  const { chosen } = useAskedCovariates();
  const asked = {
    study: study.code,
    endpoint: state.ep,
    groupBy: groupBy ?? '',
    reference: state.ref,
    comparison: state.cmp,
    cohort: input,
    snapshot,
    covariates: [...chosen],
    estimand: state.weigh,
    truncatePercent: state.trunc,
  };
  const days = readingsOf(state.at).map((month) => toDays(month, study.monthDays));
  const { data, previousData, error, refetch } = useQuery(weightingQuery, {
    variables: { ...asked, days },
    skip: groupBy === null,
  });
  if (groupBy === null || (error && refusedFilter(error))) return null;
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  const weighting = (data ?? previousData)?.survivalWeighting;
  if (!weighting) return <LoadingState height={420} />;
  const hasPair = typeof weighting.reference === 'string' && typeof weighting.comparison === 'string';
  if (!hasPair || weighting.sides.length === 0) {
    const why = hasPair ? weighting.statements.map(say).join(' ') : t('noPair');
    return (
      <Panel title={t('title')} actions={<WeightingControls weighting={weighting} />}>
        <EmptyState title={t('empty')} text={why} />
      </Panel>
    );
  }
  return (
    <Kept freshness={freshnessOf({ data, error })} locks className={styles['stack']}>
      <WeightedRatios weighting={weighting} />
      <FigureLanguages>
        <BalanceFigure weighting={weighting} variables={asked} />
      </FigureLanguages>
      <FigureLanguages>
        <WeightedFigure weighting={weighting} />
      </FigureLanguages>
      <WeightedTimes weighting={weighting} />
    </Kept>
  );
}
