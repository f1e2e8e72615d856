'use client';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useSay } from '@/i18n/use-say.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { Contradictions } from '@/selection/contradictions.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { type Evaluation, type ScoreSource } from '@/evaluation/evaluation.ts';
import { CurveView } from './curve-view.tsx';
import { Headline } from './headline.tsx';
import { FiguresLoading } from './loading.tsx';
import styles from './models.module.css';
import { OriginView } from './origin-view.tsx';
import { OutcomeView } from './outcome-view.tsx';
import { PositiveSwitch } from './positive-switch.tsx';
import { SetSelect } from './set-select.tsx';
import { SubgroupsView } from './subgroups-view.tsx';
import { ThresholdControl } from './threshold-control.tsx';
import { type Asked, useAsked, useCut, useEvaluation } from './use-evaluated.ts';
import { type PageState } from './use-page-state.ts';
import { UseView } from './use-view.tsx';
import { ViewTabs } from './view-tabs.tsx';

interface EvaluationViewProps {
  readonly source: ScoreSource;
  readonly page: PageState;
}

/** How well a score separates the classes in a set of cases, whichever way it is looked at. */
export function EvaluationView({ source, page }: EvaluationViewProps) {
  const say = useSay();
  const { set, threshold, view } = page;
  // Which class low scores predict is known from the first answer; until then the address alone does not name it.
  const high = useEvaluation(useAsked(source.id, set, null));
  const low = high.shown?.negativeClass ?? null;
  const asked = useAsked(source.id, set, page.isLowPositive ? low : null);
  const isWaiting = page.isLowPositive && low === null;
  const base = useEvaluation(asked, isWaiting);
  const {
    shown,
    error: cutError,
    refetch,
    isOld,
    isMoving,
  } = useCut(asked, { shown: isWaiting ? null : base.shown, refetch: base.refetch }, threshold);
  const error = high.error ?? base.error ?? cutError;
  const retry = () => void (base.error ? base.refetch() : refetch());
  return (
    <>
      <div className={styles['controls']}>
        <div>
          <SetSelect chosen={set} onChoose={page.chooseSet} />
          <PositiveSwitch
            classes={high.shown && [high.shown.negativeClass, high.shown.positiveClass]}
            isLow={page.isLowPositive}
            onChoose={page.choosePositive}
          />
        </div>
        <ThresholdControl
          value={threshold ?? source.threshold}
          isOwn={threshold === null}
          source={source}
          asked={asked}
          evaluation={shown}
          positiveClass={high.shown?.positiveClass ?? null}
          onChange={page.chooseThreshold}
        />
      </div>
      {Boolean(error) && <ErrorState code={errorCode(error)} onRetry={retry} />}
      {!error && shown === null && <FiguresLoading />}
      {shown !== null && (
        <div aria-busy={isOld || isMoving || base.isOld}>
          <Headline evaluation={shown} asked={asked} onOrigin={() => page.chooseView('origin')} />
          {shown.statements.map((one) => (
            <p key={say(one)} className={styles['warning']}>
              <IconAlertTriangle size={15} aria-hidden /> {say(one)}
            </p>
          ))}
          <Contradictions contradictions={shown.contradictions} />
          <ViewTabs view={view} onChoose={page.chooseView}>
            <Viewed source={source} page={page} asked={asked} shown={shown} />
          </ViewTabs>
        </div>
      )}
    </>
  );
}

interface ViewedProps extends EvaluationViewProps {
  readonly asked: Asked;
  readonly shown: Evaluation;
}

function Viewed({ source, page, asked, shown }: ViewedProps) {
  const { set, view } = page;
  switch (view) {
    case 'use':
      return <UseView source={source} set={set} asked={asked} evaluation={shown} />;
    case 'subgroups':
      return <SubgroupsView source={source} set={set} asked={asked} threshold={shown.threshold} />;
    case 'outcome':
      return <OutcomeView source={source} set={set} asked={asked} threshold={shown.threshold} />;
    case 'origin':
      return <OriginView asked={asked} />;
    default:
      return <CurveView source={source} page={page} asked={asked} evaluation={shown} />;
  }
}
