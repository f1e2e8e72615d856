'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { PlotChart } from '@/charts/plot-chart.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showScore } from '@/numbers/show.ts';
import { useFigureScript } from './use-figure-script.tsx';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { type UseFigureProps } from './view-types.ts';

const unit = { from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1 } as const;

/** Precision against recall of the positive class, with the share of positives as what no score would reach. */
export function PrecisionFigure({ source, set, asked, evaluation, use }: UseFigureProps) {
  const t = useTranslations('models.use.precision');
  const say = useSay();
  const nameOf = useSetName();
  const facts = useFileFacts(source, evaluation.dataVersion);
  const script = useFigureScript(asked, evaluation.threshold, 'PRECISION_RECALL');
  const fileSet = useFileSet();
  const { precisionRecall } = use;
  if (!precisionRecall || precisionRecall.averagePrecision === null) return null;
  const { prevalence, averagePrecision, lower, upper, thresholds, recall, precision } = precisionRecall;
  const { positiveClass } = evaluation;
  const average = showEstimate(averagePrecision, lower, upper, 3);
  const title = t('title');
  const fileName = `precision-recall-${source.kind}-${fileSet(set)}`;
  const caption = [
    t('caption', { set: nameOf(set), n: use.n, positiveClass, average, prevalence: showScore(prevalence) }),
    `${say(precisionRecall.methodStatement)}.`,
    ...precisionRecall.statements.map(say),
    `${say(use.patientRule)}.`,
  ];
  return (
    <Figure
      title={title}
      caption={caption}
      {...facts}
      fileName={fileName}
      {...script({ title, caption, provenance: facts.provenance, fileName, rows: use.n })}
      table={{
        columns: [
          { file: 'threshold', header: t('table.threshold') },
          { file: 'recall', header: t('table.recall'), decimals: 3 },
          { file: 'precision', header: t('table.precision'), decimals: 3 },
        ],
        rows: thresholds.map((at, i) => [at, recall[i] ?? null, precision[i] ?? null]),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(360, widthPx * 0.6))}
      draw={(drawing) => (
        <PlotChart
          {...drawing}
          x={{ ...unit, title: t('x', { positiveClass }) }}
          y={{ ...unit, title: t('y', { positiveClass }) }}
          lines={[
            {
              key: 'prevalence',
              label: t('prevalence', { value: showScore(prevalence) }),
              style: null,
              points: [
                { x: 0, y: prevalence },
                { x: 1, y: prevalence },
              ],
            },
            {
              key: 'curve',
              label: t('curve', { average }),
              style: 0,
              isStrong: true,
              points: recall.map((x, i) => ({ x, y: precision[i] ?? 0 })),
            },
          ]}
          legendAt="bottom"
          readout={(x) => t('at', { x })}
          summary={t('summary', { average })}
        />
      )}
    />
  );
}
