'use client';
import { useTranslations } from 'use-intl';
import { ConfusionChart } from '@/charts/confusion-chart.tsx';
import { Figure, type FigureProps } from '@/charts/figure.tsx';
import { showThreshold } from '@/numbers/show.ts';
import { type CellAddress, type ConfusionCounts, confusionCells, isSameCell } from './confusion-cells.ts';
import { useCellWords } from './use-cell-words.ts';

interface ConfusionFigureProps {
  readonly counts: ConfusionCounts;
  readonly classes: readonly [negative: string, positive: string];
  readonly threshold: number;
  /** Whether scores below the threshold are called positive. */
  readonly isLowPositive?: boolean;
  readonly title: string;
  readonly caption: readonly string[];
  readonly provenance: readonly string[];
  readonly isSynthetic: boolean;
  readonly fileName: string;
  readonly lowestPx: number;
  /** The cell whose cases are shown, and how to choose another; both absent if the figure is read-only. */
  readonly cell?: CellAddress | null;
  readonly onCell?: (cell: CellAddress | null) => void;
  /** What repeats its numbers in R, where there is something. */
  readonly script?: Pick<FigureProps, 'reproduces' | 'controls'>;
}

/** The matrix of a threshold as a figure: true class by row, predicted by column, shaded by the share of the true. */
export function ConfusionFigure(props: ConfusionFigureProps) {
  const { counts, classes, threshold, title, caption, provenance, isSynthetic, fileName, lowestPx, onCell } = props;
  const { cell = null } = props;
  const t = useTranslations('evaluation.confusion');
  const words = useCellWords();
  const cells = confusionCells(counts, classes, words);
  return (
    <Figure
      title={title}
      caption={caption}
      provenance={provenance}
      isSynthetic={isSynthetic}
      fileName={fileName}
      {...props.script}
      table={{
        columns: [
          { file: 'true_class', header: t('true') },
          { file: 'predicted_class', header: t('predicted') },
          { file: 'count', header: t('count') },
        ],
        rows: cells.map(({ truth, predicted, count }) => [classes[truth], classes[predicted], count]),
      }}
      heightOf={(widthPx) => Math.min(widthPx * 0.86, Math.max(lowestPx, widthPx * 0.5))}
      draw={({ scheme, widthPx, heightPx, isExport }) => (
        <ConfusionChart
          classes={classes}
          cells={cells}
          trueTitle={t('true')}
          predictedTitle={t(props.isLowPositive ? 'predictedBelow' : 'predictedBy', {
            threshold: showThreshold(threshold),
            positiveClass: classes[1],
          })}
          totalTitle={t('total')}
          summary={cells.map(({ spoken }) => spoken).join('; ')}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={heightPx}
          chosen={isExport ? null : cell}
          onCell={isExport || !onCell ? undefined : (one) => onCell(isSameCell(one, cell) ? null : one)}
        />
      )}
    />
  );
}
