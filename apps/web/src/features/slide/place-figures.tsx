'use client';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { useElementSize } from '@mantine/hooks';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { ConfusionChart } from '@/charts/confusion-chart.tsx';
import { RocChart } from '@/charts/roc-chart.tsx';
import { type RocMark } from '@/charts/roc-chart-layers.tsx';
import { rocVertices, vertexOfScore } from '@/charts/roc-chart-vertices.ts';
import { figureFont, type Scheme } from '@/charts/series-style.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showScore, showThreshold } from '@/numbers/show.ts';
import { type SlideDetail } from './slide.ts';
import { type Classes } from '@/evaluation/classes.ts';
import { confusionCells, isSameCell } from '@/evaluation/confusion-cells.ts';
import { type Evaluation } from '@/evaluation/evaluation.ts';
import { operatingPoint } from '@/evaluation/operating-point.ts';
import { useCellWords } from '@/evaluation/use-cell-words.ts';
import { type Run } from '@/runs/run.ts';
import styles from './slide-view.module.css';

interface PlaceRocProps {
  readonly slide: SlideDetail;
  readonly run: Run;
  readonly evaluation: Evaluation;
}

/** The portal's own curve, with the vertex at which this slide is first called positive. */
export function PlaceRoc({ slide, run, evaluation }: PlaceRocProps) {
  const t = useTranslations('slides');
  const say = useSay();
  const { positiveClass } = evaluation;
  const scored = evaluation.cases.find(({ slideId }) => slideId === slide.id)?.score ?? null;
  const vertex = scored === null ? null : vertexOfScore(rocVertices(evaluation.curve), scored);
  const point = operatingPoint(evaluation, (at) => [t('place.threshold', { value: showThreshold(at.threshold) })]);
  const marks: RocMark[] = point === null ? [] : [point];
  if (vertex !== null) {
    const lines = [t('place.thisSlide', { score: showScore(scored) })];
    marks.push({ key: 'slide', x: vertex.x, y: vertex.y, shape: 'diamond', lines });
  }
  const auc = showEstimate(evaluation.auc, evaluation.aucLower, evaluation.aucUpper, 2);
  return (
    <Measured caption={t('place.rocCaption', { positiveClass, method: say(evaluation.aucMethodStatement) })} ratio={1}>
      {(widthPx, scheme) => (
        <RocChart
          series={[
            {
              key: 'portal',
              columns: evaluation.curve,
              label: t('place.portal'),
              detail: t('place.detail', { nPositive: evaluation.nPositive, nNegative: evaluation.nNegative, auc }),
              style: 0,
              selected: true,
            },
          ]}
          marks={marks}
          xTitle={t('place.x')}
          yTitle={t('place.y')}
          summary={t('place.rocSummary', { auc, score: showScore(run.prps) })}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={widthPx}
          isLive
          describeVertex={(at) => [
            at.threshold === null ? '±∞' : t('place.from', { threshold: showThreshold(at.threshold) }),
            `${t('place.y')} ${showScore(at.y)}`,
            `${t('place.x')} ${showScore(at.x)}`,
          ]}
        />
      )}
    </Measured>
  );
}

interface PlaceConfusionProps {
  readonly slideId: string;
  readonly run: Run;
  readonly classes: Classes;
  readonly truth: boolean | null;
  /** Null while too few slides are scored: then the matrix holds only this slide. */
  readonly evaluation: Evaluation | null;
}

/** The matrix of the portal's own scores, with this slide's cell marked. */
export function PlaceConfusion({
  slideId,
  run,
  classes: { positiveClass, negativeClass },
  truth,
  evaluation,
}: PlaceConfusionProps) {
  const t = useTranslations('slides');
  const matrix = useTranslations('evaluation.confusion');
  const words = useCellWords();
  if (run.prps === null || run.threshold === null) return null;
  const called = run.prps >= run.threshold;
  const own = truth === null ? null : ({ truth: truth ? 1 : 0, predicted: called ? 1 : 0 } as const);
  if (evaluation === null && own === null) return null;
  const classes = [negativeClass, positiveClass] as const;
  const alone = (truth: 0 | 1, predicted: 0 | 1): number => Number(isSameCell({ truth, predicted }, own));
  const counts = evaluation?.confusion ?? {
    trueNegative: alone(0, 0),
    falsePositive: alone(0, 1),
    falseNegative: alone(1, 0),
    truePositive: alone(1, 1),
  };
  const here = t('place.here');
  const cells = confusionCells(counts, classes, words).map((cell) => {
    const share = isSameCell(cell, own) ? here : cell.shortShare;
    return { ...cell, share, shortShare: share };
  });
  const isCounted = evaluation?.cases.some((one) => one.slideId === slideId) ?? false;
  const caption =
    evaluation === null
      ? t('place.aloneCaption')
      : t(isCounted ? 'place.matrixCaption' : 'place.matrixWithout', { n: evaluation.n });
  return (
    <Measured caption={caption} ratio={0.82}>
      {(widthPx, scheme) => (
        <ConfusionChart
          classes={classes}
          cells={cells}
          trueTitle={matrix('true')}
          predictedTitle={t('place.predicted', { threshold: showThreshold(run.threshold) })}
          totalTitle={matrix('total')}
          summary={cells.map(({ spoken }) => spoken).join('; ')}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={Math.round(widthPx * 0.82)}
          chosen={own}
        />
      )}
    </Measured>
  );
}

/** Small enough that curve and matrix fit beside the slide on one screen. */
const widestPx = 360;

interface MeasuredProps {
  readonly caption: string;
  readonly ratio: number;
  readonly children: (widthPx: number, scheme: Scheme) => ReactNode;
}

/** A figure in a panel: as wide as the panel, with the caption below. */
function Measured({ caption, ratio, children }: MeasuredProps) {
  const { ref, width } = useElementSize();
  const scheme = useShownScheme();
  const widthPx = Math.floor(Math.min(width, widestPx));
  return (
    <figure className={styles['figure']}>
      <div ref={ref} style={{ minHeight: widthPx * ratio, fontFamily: figureFont }}>
        {widthPx > 0 && children(widthPx, scheme)}
      </div>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
