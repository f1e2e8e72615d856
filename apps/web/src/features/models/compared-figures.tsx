'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { PlotChart } from '@/charts/plot-chart.tsx';
import { RocChart } from '@/charts/roc-chart.tsx';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showScore, showThreshold } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { type ChosenSet, setVariables } from '@/evaluation/evaluation.ts';
import { useInR } from '@/tables/in-r.ts';
import { scoreComparisonFilesQuery } from './comparators-query.ts';
import { scriptOf } from './use-figure-script.tsx';
import { type Comparison } from './view-types.ts';
import { useFileSet, useSetName } from './use-set-name.ts';
import { useCentreLines } from './use-file-facts.ts';
import { useSourceName } from './use-source-name.ts';

interface ComparedProps {
  readonly set: ChosenSet;
  readonly comparison: Comparison;
}

/** What a figure of several sources states about its origin when it is exported. */
function useComparedFacts({ dataVersion, sources }: Comparison): { provenance: string[]; isSynthetic: boolean } {
  const t = useTranslations('models.file');
  const { code, name, synthetic } = useStudy();
  const centreLines = useCentreLines();
  const source = sources.map((one) => one.source.modelName).join(', ');
  return {
    provenance: [t('origin', { code, name, version: dataVersion, source }), ...centreLines, t('research')],
    isSynthetic: synthetic || sources.some((one) => one.source.synthetic),
  };
}

/** The curves of all sources on the cases that they share. */
export function ComparedCurves({ set, comparison }: ComparedProps) {
  const t = useTranslations('comparators.compare');
  const say = useSay();
  const nameOf = useSourceName();
  const setName = useSetName();
  const fileSet = useFileSet();
  const facts = useComparedFacts(comparison);
  const { code } = useStudy();
  const inR = useInR(
    scoreComparisonFilesQuery,
    { study: code, sources: comparison.sources.map(({ source }) => source.id), ...setVariables(set) },
    (files) => files.scoreComparison.files,
  );
  const { n, nPositive, nNegative, sources } = comparison;
  const shown = sources.filter(({ curve }) => curve.thresholds.length > 0);
  if (shown.length === 0) return null;
  const fileName = `roc-compared-${fileSet(set)}`;
  const caption = [
    t('curvesCaption', { set: setName(set), n, nPositive, nNegative }),
    `${say(comparison.methodStatement)}. ${say(comparison.patientRule)}.`,
  ];
  return (
    <Figure
      title={t('curves')}
      caption={caption}
      {...facts}
      fileName={fileName}
      {...scriptOf(inR, { title: t('curves'), caption, provenance: facts.provenance, fileName, rows: n })}
      table={{
        columns: [
          { file: 'source', header: t('source') },
          { file: 'threshold', header: t('threshold') },
          { file: 'sensitivity', header: t('sensitivity'), decimals: 3 },
          { file: 'specificity', header: t('specificity'), decimals: 3 },
        ],
        rows: shown.flatMap(({ source, curve }) =>
          curve.thresholds.map((at, i) => [
            nameOf(source),
            at ?? (i === 0 ? '∞' : '-∞'),
            curve.sensitivity[i] ?? null,
            curve.specificity[i] ?? null,
          ]),
        ),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(440, widthPx * 0.7))}
      draw={({ scheme, widthPx, heightPx, isExport }) => (
        <RocChart
          series={shown.map(({ source, curve, auc, aucLower, aucUpper }, i) => ({
            key: source.id,
            columns: curve,
            label: nameOf(source),
            detail: t('aucOf', { auc: showEstimate(auc, aucLower, aucUpper, 2) }),
            style: i,
            selected: i === 0,
          }))}
          marks={[]}
          xTitle={t('x')}
          yTitle={t('y')}
          summary={shown
            .map(
              ({ source, auc, aucLower, aucUpper }) => `${nameOf(source)} ${showEstimate(auc, aucLower, aucUpper, 3)}`,
            )
            .join('; ')}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={heightPx}
          isLive={!isExport}
          describeVertex={({ threshold, x, y }) => [
            threshold === null ? '∞' : t('from', { threshold: showThreshold(threshold) }),
            `${t('sensitivity')} ${showScore(y)}`,
            `${t('specificity')} ${showScore(1 - x)}`,
          ]}
        />
      )}
    />
  );
}

/** Net benefit of acting on each source, on the same cases. */
export function ComparedBenefit({ set, comparison }: ComparedProps) {
  const t = useTranslations('comparators.compare');
  const words = useTranslations('models.use.decision');
  const nameOf = useSourceName();
  const setName = useSetName();
  const fileSet = useFileSet();
  const facts = useComparedFacts(comparison);
  const { n, nPositive, nNegative, sources } = comparison;
  const first = sources[0]?.decision;
  if (!first) return null;
  const highest = Math.max(0.1, Math.ceil((nPositive / Math.max(1, n)) * 10) / 10);
  const points = (values: readonly number[]) => first.thresholds.map((x, i) => ({ x, y: values[i] ?? 0 }));
  return (
    <Figure
      title={t('benefit')}
      caption={[t('benefitCaption', { set: setName(set), n, nPositive, nNegative })]}
      {...facts}
      fileName={`decision-compared-${fileSet(set)}`}
      table={{
        columns: [
          { file: 'probability', header: words('table.probability'), decimals: 2 },
          ...sources.map(({ source }, i) => ({ file: `source_${i + 1}`, header: nameOf(source), decimals: 4 })),
          { file: 'treat_all', header: words('table.all'), decimals: 4 },
        ],
        rows: first.thresholds.map((at, i) => [
          at,
          ...sources.map(({ decision }) => decision?.model[i] ?? null),
          first.treatAll[i] ?? null,
        ]),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(360, widthPx * 0.6))}
      draw={(drawing) => (
        <PlotChart
          {...drawing}
          x={{ title: words('x'), from: 0, to: 0.8, ticks: [0, 0.2, 0.4, 0.6, 0.8], decimals: 1 }}
          y={{
            title: words('y'),
            from: -0.05,
            to: highest,
            ticks: Array.from({ length: Math.round(highest * 10) + 1 }, (_, i) => i / 10),
            decimals: 1,
          }}
          lines={[
            { key: 'all', label: words('all'), style: null, points: points(first.treatAll) },
            ...sources.map(({ source, decision }, i) => ({
              key: source.id,
              label: nameOf(source),
              style: i,
              isStrong: i === 0,
              points: points(decision?.model ?? []),
            })),
          ]}
          legendAt="top"
          readout={(x) => words('at', { x })}
          summary={t('benefit')}
        />
      )}
    />
  );
}
