'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { showInterval, showNumber, showScore } from '@/numbers/show.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { Panel } from '@/ui/panel.tsx';
import { type ChosenSet, type Evaluation, type ScoreSource } from '@/evaluation/evaluation.ts';
import { CalibrationFigure } from './calibration-figure.tsx';
import { DecisionFigure } from './decision-figure.tsx';
import styles from './models.module.css';
import { PrecisionFigure } from './precision-figure.tsx';
import { ScoresFigure } from './scores-figure.tsx';
import { type Asked } from './use-evaluated.ts';
import { useOfScoreQuery } from './view-queries.ts';
import { type UseOfScore } from './view-types.ts';

interface UseViewProps {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
  readonly asked: Asked;
  readonly evaluation: Evaluation;
}

/** The score as a probability: where the classes are, whether it is calibrated, and what acting on it would gain. */
export function UseView({ source, set, asked, evaluation }: UseViewProps) {
  const t = useTranslations('models.use');
  const { data, error, refetch } = useQuery(useOfScoreQuery, { variables: asked, fetchPolicy: 'cache-first' });
  if (!data) {
    if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
    return <LoadingState height={520} />;
  }
  const use = data.evaluation;
  if (use.n === 0) return <EmptyState title={t('none')} text={t('noneText')} />;
  const props = { source, set, asked, evaluation, use };
  return (
    <>
      {use.calibration && <CalibrationNumbers calibration={use.calibration} />}
      <div className={styles['figures']}>
        <FigureLanguages>
          <CalibrationFigure {...props} />
        </FigureLanguages>
        <FigureLanguages>
          <DecisionFigure {...props} />
        </FigureLanguages>
        <FigureLanguages>
          <ScoresFigure {...props} />
        </FigureLanguages>
        <FigureLanguages>
          <PrecisionFigure {...props} />
        </FigureLanguages>
      </div>
    </>
  );
}

function CalibrationNumbers({ calibration }: { calibration: NonNullable<UseOfScore['calibration']> }) {
  const t = useTranslations('models.use.numbers');
  const { brier, brierScaled, slope, intercept, meanPredicted, observedRate, observedToExpected } = calibration;
  const rows = [
    { name: t('brier'), value: brier, beside: t('scaled', { value: showNumber(brierScaled, 3) }) },
    {
      name: t('slope'),
      value: slope,
      beside: showInterval(calibration.slopeLower, calibration.slopeUpper, 2),
    },
    {
      name: t('intercept'),
      value: intercept,
      beside: showInterval(calibration.interceptLower, calibration.interceptUpper, 2),
    },
    {
      name: t('ratio'),
      value: observedToExpected,
      beside: t('rates', { observed: showScore(observedRate), predicted: showScore(meanPredicted) }),
    },
  ];
  return (
    <div className={styles['numbers']}>
      <Panel title={t('title')} note={t('note')}>
        <dl className={styles['metrics']}>
          {rows.map(({ name, value, beside }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <strong>{showNumber(value, 3)}</strong>
                <span>{beside}</span>
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
