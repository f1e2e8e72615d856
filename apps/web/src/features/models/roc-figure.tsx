'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { Figure } from '@/charts/figure.tsx';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { RocChart } from '@/charts/roc-chart.tsx';
import { type RocSeries } from '@/charts/roc-chart-data.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { showEstimate, showInterval, showScore, showThreshold } from '@/numbers/show.ts';
import { type ChosenSet, type Evaluation, type ScoreSource, type SetName, sets } from '@/evaluation/evaluation.ts';
import { operatingPoint } from '@/evaluation/operating-point.ts';
import { type Asked } from './use-evaluated.ts';
import { useFigureScript } from './use-figure-script.tsx';
import { useFileFacts } from './use-file-facts.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { useWholeRocs } from './use-whole-rocs.ts';
import { bandQuery } from './view-queries.ts';

interface RocFigureProps {
  readonly source: ScoreSource;
  readonly set: ChosenSet;
  readonly asked: Asked;
  readonly evaluation: Evaluation;
  readonly others: Readonly<Partial<Record<SetName, Evaluation>>>;
  readonly onThreshold: (threshold: number) => void;
}

/** Low enough that matrix and curve fit on one screen; higher only if there is width to spare, as in a file. */
const heightOf = (widthPx: number): number => Math.min(widthPx, Math.max(480, widthPx * 0.7));

export function RocFigure({ source, set, asked, evaluation, others, onThreshold }: RocFigureProps) {
  const t = useTranslations('models');
  const facts = useFileFacts(source, evaluation.dataVersion);
  const say = useSay();
  const nameOf = useSetName();
  const fileSet = useFileSet();
  const { data } = useQuery(bandQuery, { variables: asked, fetchPolicy: 'cache-first' });
  const bootstrap = data?.evaluation.bootstrap ?? null;
  const shown: readonly ChosenSet[] = sets.some((one) => one === set) ? sets : [set, 'entire'];
  const curves = shown.flatMap((name) => {
    const one = name === set ? evaluation : others[name as SetName];
    return one === undefined || one.curve.thresholds.length === 0 ? [] : [{ name, one }];
  });
  const fileName = `roc-${source.kind}-${fileSet(set)}`;
  const script = useFigureScript(asked, evaluation.threshold, 'CURVE');
  const whole = useWholeRocs(source.id, asked.positive, curves);
  const series = curves.map(({ name, one }): RocSeries => ({
    key: name,
    columns: one.curve,
    label: nameOf(name, true),
    detail: t('roc.detail', {
      nPositive: one.nPositive,
      nNegative: one.nNegative,
      auc: showEstimate(one.auc, one.aucLower, one.aucUpper, 2),
    }),
    style: Math.max(0, shown.indexOf(name)),
    selected: name === set,
    ...(name === set && bootstrap && bootstrap.specificity.length > 0 ? { band: bootstrap } : {}),
  }));
  const { positiveClass, threshold, youden } = evaluation;
  const point = operatingPoint(evaluation, ({ threshold: at, sensitivity, specificity }) => [
    t('roc.at', { threshold: showThreshold(at) }),
    t('roc.both', { sensitivity: showScore(sensitivity), specificity: showScore(specificity) }),
  ]);
  const best = youden.flatMap(({ threshold: at }) => (at === null ? [] : [showThreshold(at)])).join(', ');
  const side = t(evaluation.isLowPositive ? 'roc.below' : 'roc.above');
  const caption = [
    threshold === null
      ? t('roc.captionWithout', { positiveClass, side })
      : t('roc.caption', { positiveClass, threshold: showThreshold(threshold), side }),
    t('roc.method', { method: say(evaluation.aucMethodStatement) }),
    ...(bootstrap
      ? [
          `${say(bootstrap.methodStatement)}: ${t('headline.bootstrap', { interval: showInterval(bootstrap.aucLower, bootstrap.aucUpper, 3) })}.`,
          ...bootstrap.statements.map(say),
        ]
      : []),
    `${say(evaluation.patientRule)}.`,
    ...evaluation.statements.map(say),
    ...(best === '' ? [] : [t('roc.youden', { best, set: nameOf(set) })]),
  ];
  return (
    <Figure
      title={t('roc.title')}
      caption={caption}
      {...facts}
      fileName={fileName}
      table={tableOf()}
      rest={{ isHere: whole.curves !== null, key: whole.key, load: whole.load, errorCode }}
      {...script({ title: t('roc.title'), caption, provenance: facts.provenance, fileName, rows: evaluation.n })}
      heightOf={heightOf}
      draw={({ scheme, widthPx, heightPx, isExport }) => (
        <RocChart
          series={series}
          marks={point === null ? [] : [point]}
          xTitle={t('roc.x')}
          yTitle={t('roc.y', { positiveClass })}
          summary={t('roc.summary', {
            set: nameOf(set),
            auc: showEstimate(evaluation.auc, evaluation.aucLower, evaluation.aucUpper, 3),
          })}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={heightPx}
          isLive={!isExport}
          describeVertex={(vertex) => [
            vertex.threshold === null
              ? t('roc.infinite')
              : t('roc.from', { threshold: showThreshold(vertex.threshold) }),
            t('roc.sensitivity', { value: showScore(vertex.y) }),
            t('roc.specificity', { value: showScore(1 - vertex.x) }),
          ]}
          onThreshold={onThreshold}
        />
      )}
    />
  );

  function tableOf(): FigureRows {
    return {
      columns: [
        { file: 'set', header: t('roc.table.set') },
        { file: 'threshold', header: t('roc.table.threshold') },
        { file: 'sensitivity', header: t('roc.table.sensitivity'), decimals: 3 },
        { file: 'specificity', header: t('roc.table.specificity'), decimals: 3 },
      ],
      rows: curves.flatMap(({ name, one }) => {
        const { thresholds, sensitivity, specificity } = whole.curves?.get(name) ?? one.curve;
        return thresholds.map((at, i) => [
          nameOf(name, true),
          at ?? (i === 0 ? '∞' : '-∞'),
          sensitivity[i] ?? null,
          specificity[i] ?? null,
        ]);
      }),
    };
  }
}
