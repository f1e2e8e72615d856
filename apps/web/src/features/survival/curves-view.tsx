'use client';
import { useQuery } from '@apollo/client/react';
import { isLandmark, isParted } from '@haim/schema';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { useCompared } from '@/selection/compared.tsx';
import { Contradictions } from '@/selection/contradictions.tsx';
import { LeftOut } from '@/selection/left-out.tsx';
import { useScope } from '@/selection/use-scope.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { thinBelow } from '@/charts/kaplan-meier-chart-picture.ts';
import { useDeviceScale } from '@/charts/use-room.ts';
import { useStudy } from '@/session/session.tsx';
import { toDays } from '@/numbers/to-months.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { freshnessOf, Kept } from '@/ui/kept.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { Headline } from './headline.tsx';
import { Medians } from './medians.tsx';
import { Method } from './method.tsx';
import { NewestCurves } from './newest.tsx';
import { OutcomeFilter } from './outcome-filter.tsx';
import { survivalQuery } from './query.ts';
import { Protected } from './protected.tsx';
import { refusedFilter } from './refused-filter.ts';
import { SurvivalFigure } from './survival-figure.tsx';
import styles from './survival-page.module.css';
import { useDroppedReason } from './use-dropped-reason.ts';
import { noGroups, useSurvivalState } from './use-survival-state.ts';
import { type Question, useWholeCurves } from './use-whole-curves.ts';

/** The widest plot of this page in CSS pixels: beside the column of numbers, in the widest page. */
const pixelsAcross = 1200;

/** Curves of the present selection: the picture, its ratio, its medians, and how they were computed. */
export function CurvesView() {
  const t = useTranslations('survival');
  const study = useStudy();
  const { input, snapshot } = useCohort();
  const { state } = useSurvivalState();
  const { scope: chosen } = useScope();
  // Cut-points would tell of single values of other centres, and responders are a selection by an outcome.
  const isOfOwn = isParted(state.by) || isLandmark(state.by) || state.ep === 'DOR';
  const scope = isOfOwn ? 'OWN' : chosen;
  const describesOnly = useCompared()?.describesOnly ?? false;
  const question: Question = {
    study: study.code,
    endpoint: state.ep,
    groupBy: state.by === noGroups ? null : state.by,
    cohort: input,
    snapshot,
    confidenceType: state.ci,
    scope,
  };
  const drawing = {
    width: pixelsAcross * useDeviceScale(),
    untilDays: state.xmax === null ? null : toDays(state.xmax, study.monthDays),
    paleBelow: thinBelow,
  };
  const { data, previousData, error, refetch } = useQuery(survivalQuery, { variables: { ...question, drawing } });
  // While a new answer is loading the previous one stays, paler; after a failure it is removed.
  const given = error ? undefined : (data ?? previousData)?.survival;
  const answer = useMemo(
    () => (given && describesOnly ? { ...given, hazardRatios: [], logRank: null } : given),
    [given, describesOnly],
  );
  const drawn = useMemo(() => answer && unpackCurves(answer), [answer]);
  const whole = useWholeCurves(question, drawn);
  const whichever = drawn && (whole.survival ?? drawn);
  const survival = whichever && describesOnly ? { ...whichever, hazardRatios: [], logRank: null } : whichever;
  // Whoever sees the whole study sees their own centre beside it.
  const beside = useQuery(survivalQuery, {
    variables: { ...question, scope: 'OWN', drawing },
    skip: scope === 'OWN',
  });
  const own = scope === 'OWN' ? undefined : beside.data?.survival;

  const reason = useDroppedReason(survival);
  const outcome = error ? refusedFilter(error) : null;

  return (
    <>
      {outcome ? <OutcomeFilter variable={outcome} /> : null}
      {error && !outcome ? <ErrorState code={errorCode(error)} onRetry={() => void refetch()} /> : null}
      {survival && survival.curves.length === 0 ? (
        <Panel>
          <EmptyState title={t('empty')} text={reason ?? t('emptyText')} />
        </Panel>
      ) : null}
      {survival && survival.curves.length > 0 ? (
        <Kept freshness={freshnessOf({ data, error })} locks className={styles['grid']}>
          <div className={styles['headline']}>
            {survival.protection ? <Protected survival={survival} /> : null}
            <LeftOut population={survival.population} />
            <Contradictions contradictions={survival.contradictions} />
            <Headline survival={survival} />
          </div>
          <div className={styles['figure']}>
            <FigureLanguages>
              <SurvivalFigure survival={survival} whole={whole} question={describesOnly ? null : question} />
            </FigureLanguages>
          </div>
          <div className={styles['side']}>
            <Medians survival={survival} />
            {own ? <Medians survival={unpackCurves(own)} isOwn /> : null}
            <Method survival={survival} />
          </div>
          <div className={styles['whole']}>
            <NewestCurves survival={survival} variables={{ ...question, drawing }} />
          </div>
        </Kept>
      ) : null}
      {!survival && !error ? (
        <div className={styles['grid']}>
          <div className={styles['headline']}>
            <LoadingState height={234} />
          </div>
          <div className={styles['figure']}>
            <LoadingState height={560} />
          </div>
          <div className={styles['side']}>
            <LoadingState height={178} />
            <LoadingState height={440} />
          </div>
        </div>
      ) : null}
    </>
  );
}
