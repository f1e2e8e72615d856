'use client';
import { useTranslations } from 'use-intl';
import { type CellAddress } from '@/evaluation/confusion-cells.ts';
import { ConfusionFigure } from '@/evaluation/confusion-figure.tsx';
import { type ChosenSet, type Cut, type ScoreSource } from '@/evaluation/evaluation.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showThreshold } from '@/numbers/show.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { type Asked } from './use-evaluated.ts';
import { useFigureScript } from './use-figure-script.tsx';
import { useFileFacts } from './use-file-facts.ts';

interface MatrixProps {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
  readonly asked: Asked;
  readonly evaluation: Cut;
  readonly cell: CellAddress | null;
  readonly onCell: (cell: CellAddress | null) => void;
}

/** The confusion matrix of a source at the chosen threshold; a cell lists its cases. */
export function Matrix({ source, set, asked, evaluation, cell, onCell }: MatrixProps) {
  const t = useTranslations('models');
  const say = useSay();
  const nameOf = useSetName();
  const fileSet = useFileSet();
  const { confusion, n, threshold, positiveClass, negativeClass } = evaluation;
  const facts = useFileFacts(source, evaluation.dataVersion);
  const script = useFigureScript(asked, threshold, 'MATRIX');
  const title = t('confusion.title', { n, threshold: showThreshold(threshold) });
  const caption = [
    t(evaluation.isLowPositive ? 'confusion.captionLow' : 'confusion.caption', {
      threshold: showThreshold(threshold),
      positiveClass,
      set: nameOf(set),
    }),
    `${say(evaluation.patientRule)}.`,
  ];
  const fileName = `confusion-${source.kind}-${fileSet(set)}`;
  return (
    <ConfusionFigure
      counts={confusion}
      classes={[negativeClass, positiveClass]}
      threshold={threshold}
      isLowPositive={evaluation.isLowPositive}
      title={title}
      caption={caption}
      {...facts}
      script={script({ title, caption, provenance: facts.provenance, fileName, rows: n })}
      fileName={fileName}
      lowestPx={330}
      cell={cell}
      onCell={onCell}
    />
  );
}
