'use client';
import { useTranslations } from 'use-intl';
import { ConfusionChart, type ConfusionCell } from '@/charts/confusion-chart.tsx';
import { Figure } from '@/charts/figure.tsx';
import { showPercent, showThreshold } from '@/numbers/show.ts';
import { type CellAddress, type Cut, type ScoreSource, type SetName } from './evaluation.ts';
import { useFileFacts } from './use-file-facts.ts';

interface ConfusionFigureProps {
  readonly source: ScoreSource;
  readonly set: SetName;
  readonly evaluation: Cut;
  readonly cell: CellAddress | null;
  readonly onCell: (cell: CellAddress | null) => void;
}

export function ConfusionFigure({ source, set, evaluation, cell, onCell }: ConfusionFigureProps) {
  const t = useTranslations('models');
  const facts = useFileFacts(source);
  const { confusion, n, threshold, positiveClass, negativeClass } = evaluation;
  const classes = [negativeClass, positiveClass] as const;
  const cells = [
    made(0, 0, confusion.trueNegative),
    made(0, 1, confusion.falsePositive),
    made(1, 0, confusion.falseNegative),
    made(1, 1, confusion.truePositive),
  ];
  return (
    <Figure
      title={t('confusion.title', { n, threshold: showThreshold(threshold) })}
      caption={[t('confusion.caption', { threshold: showThreshold(threshold), positiveClass, set: t(`sets.${set}`) })]}
      {...facts}
      fileName={`confusion-${source.kind}-${set}`}
      table={{
        columns: [
          { file: 'true_class', header: t('confusion.true') },
          { file: 'predicted_class', header: t('confusion.predicted') },
          { file: 'count', header: t('confusion.count') },
        ],
        rows: cells.map(({ truth, predicted, count }) => [classes[truth], classes[predicted], count]),
      }}
      heightOf={(widthPx) => Math.min(widthPx * 0.86, Math.max(330, widthPx * 0.5))}
      draw={({ scheme, widthPx, heightPx, isExport }) => (
        <ConfusionChart
          classes={classes}
          cells={cells}
          trueTitle={t('confusion.true')}
          predictedTitle={t('confusion.predictedBy', { threshold: showThreshold(threshold), positiveClass })}
          totalTitle={t('confusion.total')}
          summary={cells.map(({ spoken }) => spoken).join('; ')}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={heightPx}
          chosen={isExport ? null : cell}
          onCell={isExport ? undefined : (one) => onCell(isSame(one, cell) ? null : one)}
        />
      )}
    />
  );

  function made(truth: 0 | 1, predicted: 0 | 1, count: number): ConfusionCell {
    const row =
      truth === 1 ? confusion.truePositive + confusion.falseNegative : confusion.trueNegative + confusion.falsePositive;
    const share = row === 0 ? '' : showPercent(count / row, 0);
    return {
      truth,
      predicted,
      count,
      shortShare: share,
      share: t('confusion.share', { share, name: classes[truth] }),
      spoken: t('confusion.spoken', { count, row, truth: classes[truth], predicted: classes[predicted] }),
    };
  }
}

function isSame(a: CellAddress, b: CellAddress | null): boolean {
  return a.truth === b?.truth && a.predicted === b.predicted;
}
