'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { PlotChart } from '@/charts/plot-chart.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showThreshold } from '@/numbers/show.ts';
import { useFigureScript } from './use-figure-script.tsx';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { type UseFigureProps } from './view-types.ts';

/** Below this the curve is of no interest: it is worse than doing nothing. */
const lowest = -0.05;

/** Net benefit of acting on the score, beside acting for everybody and for nobody. */
export function DecisionFigure({ source, set, asked, evaluation, use }: UseFigureProps) {
  const t = useTranslations('models.use');
  const say = useSay();
  const nameOf = useSetName();
  const facts = useFileFacts(source, evaluation.dataVersion);
  const script = useFigureScript(asked, evaluation.threshold, 'DECISION');
  const fileSet = useFileSet();
  const { decisionCurve } = use;
  if (!decisionCurve) return null;
  const { thresholds, model, treatAll } = decisionCurve;
  const { positiveClass, threshold, nPositive, n } = evaluation;
  const highest = Math.max(0.1, Math.ceil((nPositive / Math.max(1, n)) * 10) / 10);
  const points = (values: readonly number[]) => thresholds.map((x, i) => ({ x, y: values[i] ?? 0 }));
  const at = threshold === null ? null : evaluation.isLowPositive ? 1 - threshold : threshold;
  const title = t('decision.title');
  const fileName = `decision-curve-${source.kind}-${fileSet(set)}`;
  const caption = [
    t('decision.caption', { set: nameOf(set), n: use.n, positiveClass }),
    `${say(decisionCurve.methodStatement)}.`,
    ...decisionCurve.statements.map(say),
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
          { file: 'probability', header: t('decision.table.probability'), decimals: 2 },
          { file: 'model', header: t('decision.table.model'), decimals: 4 },
          { file: 'treat_all', header: t('decision.table.all'), decimals: 4 },
          { file: 'treat_none', header: t('decision.table.none'), decimals: 4 },
        ],
        rows: thresholds.map((x, i) => [x, model[i] ?? null, treatAll[i] ?? null, 0]),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(380, widthPx * 0.72))}
      draw={(drawing) => (
        <PlotChart
          {...drawing}
          x={{ title: t('decision.x'), from: 0, to: 0.8, ticks: [0, 0.2, 0.4, 0.6, 0.8], decimals: 1 }}
          y={{
            title: t('decision.y'),
            from: lowest,
            to: highest,
            ticks: Array.from({ length: Math.round(highest * 10) + 1 }, (_, i) => i / 10),
            decimals: 1,
          }}
          lines={[
            {
              key: 'none',
              label: t('decision.none'),
              style: null,
              points: [
                { x: 0, y: 0 },
                { x: 0.8, y: 0 },
              ],
            },
            { key: 'all', label: t('decision.all'), style: 3, points: points(treatAll) },
            { key: 'model', label: t('decision.model'), style: 0, isStrong: true, points: points(model) },
          ]}
          marks={
            at === null || at > 0.8 || threshold === null
              ? []
              : [{ x: at, label: t('decision.threshold', { threshold: showThreshold(threshold) }) }]
          }
          legendAt="top"
          readout={(x) => t('decision.at', { x })}
          summary={t('decision.summary', { positiveClass })}
        />
      )}
    />
  );
}
