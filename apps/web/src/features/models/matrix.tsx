'use client';
import { useTranslations } from 'use-intl';
import { type CellAddress } from '@/evaluation/confusion-cells.ts';
import { ConfusionFigure } from '@/evaluation/confusion-figure.tsx';
import { type ChosenSet, type Cut, type ScoreSource } from '@/evaluation/evaluation.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showThreshold } from '@/numbers/show.ts';
import { useSetName } from './use-set-name.ts';
import { useFileFacts } from './use-file-facts.ts';

interface MatrixProps {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
  readonly evaluation: Cut;
  readonly cell: CellAddress | null;
  readonly onCell: (cell: CellAddress | null) => void;
}

/** The confusion matrix of a source at the chosen threshold; a cell lists its cases. */
export function Matrix({ source, set, evaluation, cell, onCell }: MatrixProps) {
  const t = useTranslations('models');
  const say = useSay();
  const nameOf = useSetName();
  const { confusion, n, threshold, positiveClass, negativeClass } = evaluation;
  return (
    <ConfusionFigure
      counts={confusion}
      classes={[negativeClass, positiveClass]}
      threshold={threshold}
      isLowPositive={evaluation.isLowPositive}
      title={t('confusion.title', { n, threshold: showThreshold(threshold) })}
      caption={[
        t(evaluation.isLowPositive ? 'confusion.captionLow' : 'confusion.caption', {
          threshold: showThreshold(threshold),
          positiveClass,
          set: nameOf(set),
        }),
        `${say(evaluation.patientRule)}.`,
      ]}
      {...useFileFacts(source, evaluation.dataVersion)}
      fileName={`confusion-${source.kind}-${set}`}
      lowestPx={330}
      cell={cell}
      onCell={onCell}
    />
  );
}
