'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { PlotChart } from '@/charts/plot-chart.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showPStatement, showScore, showThreshold } from '@/numbers/show.ts';
import { type OutcomeFigureProps } from './view-types.ts';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';

const marks = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20];

/** The hazard along the score, without a cut. */
export function SplineFigure({ source, set, outcome }: OutcomeFigureProps) {
  const t = useTranslations('models.outcome');
  const say = useSay();
  const nameOf = useSetName();
  const fileSet = useFileSet();
  const facts = useFileFacts(source, outcome.dataVersion);
  const { spline, per01, threshold } = outcome;
  if (!spline) return null;
  const ratios = (values: readonly number[]) => values.map((value) => Math.exp(value));
  const [ratio, lower, upper] = [spline.logHazardRatio, spline.lower, spline.upper].map(ratios) as [
    number[],
    number[],
    number[],
  ];
  const from = marks.findLast((mark) => mark <= Math.min(0.5, ...ratio)) ?? 0.05;
  const to = marks.find((mark) => mark >= Math.max(2, ...ratio)) ?? 20;
  return (
    <Figure
      title={t('spline.title')}
      caption={[
        t('spline.caption', {
          set: nameOf(set),
          n: outcome.n,
          events: outcome.events,
          median: showScore(spline.medianScore),
          per01: showEstimate(per01.estimate, per01.lower, per01.upper, 2),
          p: showPStatement(per01.pValue),
          curved: showPStatement(spline.nonlinearityP),
        }),
        `${say(spline.methodStatement)}.`,
        ...spline.statements.map(say),
        `${say(outcome.patientRule)}.`,
      ]}
      {...facts}
      fileName={`score-hazard-${outcome.endpoint.toLowerCase()}-${source.kind}-${fileSet(set)}`}
      table={{
        columns: [
          { file: 'score', header: t('table.score'), decimals: 3 },
          { file: 'hazard_ratio', header: t('spline.ratio'), decimals: 3 },
          { file: 'lower', header: t('table.lower'), decimals: 3 },
          { file: 'upper', header: t('table.upper'), decimals: 3 },
        ],
        rows: spline.at.map((score, i) => [score, ratio[i] ?? null, lower[i] ?? null, upper[i] ?? null]),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(340, widthPx * 0.6))}
      draw={(drawing) => (
        <PlotChart
          {...drawing}
          x={{ title: t('spline.x'), from: 0, to: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], decimals: 1 }}
          y={{
            title: t('spline.y', { median: showScore(spline.medianScore) }),
            from,
            to,
            ticks: marks.filter((mark) => mark >= from && mark <= to),
            decimals: from < 0.1 ? 2 : 1,
            isLog: true,
          }}
          lines={[
            {
              key: 'same',
              label: '',
              style: null,
              points: [
                { x: 0, y: 1 },
                { x: 1, y: 1 },
              ],
            },
            {
              key: 'ratio',
              label: t('spline.ratio'),
              style: 0,
              isStrong: true,
              points: spline.at.map((x, i) => ({ x, y: ratio[i] ?? 1 })),
              band: spline.at.map((x, i) => ({ x, lower: lower[i] ?? 1, upper: upper[i] ?? 1 })),
            },
          ]}
          marks={
            threshold === null
              ? []
              : [{ x: threshold, label: t('spline.threshold', { threshold: showThreshold(threshold) }) }]
          }
          legendAt="bottom"
          readout={(x) => t('spline.at', { x })}
          summary={t('spline.summary', { p: showPStatement(per01.pValue) })}
        />
      )}
    />
  );
}
