'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { PlotChart } from '@/charts/plot-chart.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showInterval, showNumber, showScore } from '@/numbers/show.ts';
import { useFigureScript } from './use-figure-script.tsx';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { type UseFigureProps } from './view-types.ts';

const unit = { from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1 } as const;

/** Observed against predicted: groups with their limits, a smooth curve, and where the cases are. */
export function CalibrationFigure({ source, set, asked, evaluation, use }: UseFigureProps) {
  const t = useTranslations('models.use');
  const say = useSay();
  const nameOf = useSetName();
  const facts = useFileFacts(source, evaluation.dataVersion);
  const script = useFigureScript(asked, evaluation.threshold, 'CALIBRATION');
  const fileSet = useFileSet();
  const { calibration, histogram } = use;
  if (!calibration) return null;
  const { groups, predicted, observed, slope, intercept } = calibration;
  const { positiveClass } = evaluation;
  const spokenOf = (group: (typeof groups)[number]) =>
    t('calibration.group', {
      n: group.n,
      predicted: showScore(group.meanPredicted),
      observed: showScore(group.observedRate),
      limits: showInterval(group.lower, group.upper, 3),
    });
  const title = t('calibration.title');
  const fileName = `calibration-${source.kind}-${fileSet(set)}`;
  const caption = [
    t('calibration.caption', { set: nameOf(set), n: use.n, positiveClass }),
    ...(slope === null
      ? []
      : [
          t('calibration.numbers', {
            slope: `${showNumber(slope, 2)} (${showInterval(calibration.slopeLower, calibration.slopeUpper, 2)})`,
            intercept: `${showNumber(intercept, 2)} (${showInterval(calibration.interceptLower, calibration.interceptUpper, 2)})`,
          }),
        ]),
    ...calibration.statements.map(say),
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
          { file: 'group', header: t('calibration.table.group') },
          { file: 'n', header: 'n' },
          { file: 'positive', header: t('calibration.table.positive', { positiveClass }) },
          { file: 'mean_predicted', header: t('calibration.table.predicted'), decimals: 3 },
          { file: 'observed_rate', header: t('calibration.table.observed'), decimals: 3 },
          { file: 'lower', header: t('calibration.table.lower'), decimals: 3 },
          { file: 'upper', header: t('calibration.table.upper'), decimals: 3 },
        ],
        rows: groups.map((group, i) => [
          i + 1,
          group.n,
          group.observed,
          group.meanPredicted,
          group.observedRate,
          group.lower,
          group.upper,
        ]),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(380, widthPx * 0.72))}
      draw={(drawing) => (
        <PlotChart
          {...drawing}
          x={{ ...unit, title: t('calibration.x', { positiveClass }) }}
          y={{ ...unit, title: t('calibration.y', { positiveClass }) }}
          lines={[
            {
              key: 'ideal',
              label: t('calibration.ideal'),
              style: null,
              points: [
                { x: 0, y: 0 },
                { x: 1, y: 1 },
              ],
            },
            {
              key: 'smooth',
              label: t('calibration.smooth'),
              style: 0,
              isStrong: true,
              points: predicted.map((x, i) => ({ x, y: observed[i] ?? 0 })),
            },
          ]}
          dots={groups.map((group) => ({
            x: group.meanPredicted,
            y: group.observedRate,
            lower: group.lower,
            upper: group.upper,
            spoken: spokenOf(group),
          }))}
          rug={histogram.edges.slice(0, -1).map((from, i) => {
            const n = (histogram.positive[i] ?? 0) + (histogram.negative[i] ?? 0);
            const to = histogram.edges[i + 1] ?? 1;
            // Of the other class the score is read from the other end.
            return evaluation.isLowPositive ? { from: 1 - to, to: 1 - from, n } : { from, to, n };
          })}
          legendAt="topLeft"
          readout={(x) => t('calibration.at', { x })}
          summary={t('calibration.summary', { slope: showNumber(slope, 2), intercept: showNumber(intercept, 2) })}
        />
      )}
    />
  );
}
