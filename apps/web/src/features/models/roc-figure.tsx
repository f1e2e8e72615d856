'use client';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { Figure } from '@/charts/figure.tsx';
import { type FigureRows } from '@/charts/figure-table.tsx';
import { RocChart } from '@/charts/roc-chart.tsx';
import { type RocSeries } from '@/charts/roc-chart-data.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { showEstimate, showScore, showThreshold } from '@/numbers/show.ts';
import { type Evaluation, type ScoreSource, setInApi, type SetName, sets } from '@/evaluation/evaluation.ts';
import { operatingPoint } from '@/evaluation/operating-point.ts';
import { evaluationFilesQuery } from '@/evaluation/query.ts';
import { useStudy } from '@/session/session.tsx';
import { useInR } from '@/tables/in-r.ts';
import { ScriptFiles } from '@/tables/script-files.tsx';
import { useFileFacts } from './use-file-facts.ts';
import { useWholeRocs } from './use-whole-rocs.ts';

interface RocFigureProps {
  readonly source: ScoreSource;
  readonly set: SetName;
  readonly evaluation: Evaluation;
  readonly others: Readonly<Partial<Record<SetName, Evaluation>>>;
  readonly onThreshold: (threshold: number) => void;
}

/** Low enough that matrix and curve fit on one screen; higher only if there is width to spare, as in a file. */
const heightOf = (widthPx: number): number => Math.min(widthPx, Math.max(480, widthPx * 0.7));

export function RocFigure({ source, set, evaluation, others, onThreshold }: RocFigureProps) {
  const t = useTranslations('models');
  const study = useStudy();
  const facts = useFileFacts(source, evaluation.dataVersion);
  const say = useSay();
  const curves = sets.flatMap((name) => {
    const one = name === set ? evaluation : others[name];
    return one === undefined || one.curve.thresholds.length === 0 ? [] : [{ name, one }];
  });
  const fileName = `roc-${source.kind}-${set}`;
  const inR = useInR(
    evaluationFilesQuery,
    { study: study.code, source: source.id, set: setInApi[set], threshold: evaluation.threshold },
    (data) => data.evaluation.files,
  );
  const whole = useWholeRocs(source.id, curves);
  const series = curves.map(({ name, one }): RocSeries => ({
    key: name,
    columns: one.curve,
    label: t(`sets.short.${name}`),
    detail: t('roc.detail', {
      nPositive: one.nPositive,
      nNegative: one.nNegative,
      auc: showEstimate(one.auc, one.aucLower, one.aucUpper, 2),
    }),
    style: sets.indexOf(name),
    selected: name === set,
  }));
  const { positiveClass, threshold, youden } = evaluation;
  const point = operatingPoint(evaluation, ({ threshold: at, sensitivity, specificity }) => [
    t('roc.at', { threshold: showThreshold(at) }),
    t('roc.both', { sensitivity: showScore(sensitivity), specificity: showScore(specificity) }),
  ]);
  const best = youden.flatMap(({ threshold: at }) => (at === null ? [] : [showThreshold(at)])).join(', ');
  const caption = [
    threshold === null
      ? t('roc.captionWithout', { positiveClass })
      : t('roc.caption', { positiveClass, threshold: showThreshold(threshold) }),
    t('roc.method', { method: say(evaluation.aucMethodStatement) }),
    `${say(evaluation.patientRule)}.`,
    ...evaluation.statements.map(say),
    ...(best === '' ? [] : [t('roc.youden', { best, set: t(`sets.${set}`) })]),
  ];
  return (
    <Figure
      title={t('roc.title')}
      caption={caption}
      {...facts}
      fileName={fileName}
      table={tableOf()}
      rest={{ isHere: whole.curves !== null, key: whole.key, load: whole.load, errorCode }}
      reproduces={inR.files}
      controls={
        <ScriptFiles
          of={t('roc.title')}
          fileName={fileName}
          head={[t('roc.title'), ...caption, ...facts.provenance]}
          rows={evaluation.n}
          inR={inR}
        />
      }
      heightOf={heightOf}
      draw={({ scheme, widthPx, heightPx, isExport }) => (
        <RocChart
          series={series}
          marks={point === null ? [] : [point]}
          xTitle={t('roc.x')}
          yTitle={t('roc.y', { positiveClass })}
          summary={t('roc.summary', {
            set: t(`sets.${set}`),
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
          t(`sets.short.${name}`),
          at ?? (i === 0 ? '∞' : '-∞'),
          sensitivity[i] ?? null,
          specificity[i] ?? null,
        ]);
      }),
    };
  }
}
