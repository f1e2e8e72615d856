'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { RocChart } from '@/charts/roc-chart.tsx';
import { errorCode } from '@/graphql/error-code.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showScore, showThreshold } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { LoadingState } from '@/ui/loading-state.tsx';
import { heldOutQuery } from './query.ts';
import { type CrossValidation, type Training } from './training.ts';

const kinds = ['attention', 'mean'] as const;

/** The curves of attention and of mean pooling on slides that the heads had not seen. */
export function HeldOutFigure({ run, crossed }: { run: Training; crossed: CrossValidation }) {
  const t = useTranslations('training.crossed');
  const words = useTranslations('training.curve');
  const say = useSay();
  const study = useStudy();
  const { data, error, refetch } = useQuery(heldOutQuery, { variables: { id: run.id }, fetchPolicy: 'cache-first' });
  if (error && !data) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState height={440} />;
  const curves = data.trainingRun.heldOutCurves;
  if (!curves) return null;
  const areaOf = (kind: (typeof kinds)[number]) => {
    const { auc, aucLower, aucUpper } = crossed[kind];
    return showEstimate(auc, aucLower, aucUpper, 3);
  };
  return (
    <Figure
      title={t('curves')}
      caption={[say(crossed.verdictStatement), `${say(crossed.methodStatement)} ${t('meanIs')}`]}
      provenance={[
        words('provenance', { study: study.code, base: run.modelId, snapshot: run.snapshotId.slice(0, 12) }),
        ...(run.outcome?.weights === 'synthetic' ? [words('weights')] : []),
      ]}
      isSynthetic={study.synthetic || run.synthetic > 0}
      fileName={`${study.code}-held-out-roc`}
      summary={{
        columns: [
          { file: 'head', header: t('head') },
          { file: 'auc', header: t('area'), decimals: 3 },
          { file: 'lower', header: t('lower'), decimals: 3 },
          { file: 'upper', header: t('upper'), decimals: 3 },
          { file: 'p', header: 'p', decimals: 3 },
        ],
        rows: [
          ...kinds.map((kind) => [t(kind), crossed[kind].auc, crossed[kind].aucLower, crossed[kind].aucUpper, null]),
          [t('difference'), crossed.difference, crossed.differenceLower, crossed.differenceUpper, crossed.pValue],
        ],
      }}
      table={{
        columns: [
          { file: 'head', header: t('head') },
          { file: 'threshold', header: t('threshold') },
          { file: 'sensitivity', header: t('sensitivity'), decimals: 3 },
          { file: 'specificity', header: t('specificity'), decimals: 3 },
        ],
        rows: kinds.flatMap((kind) =>
          curves[kind].thresholds.map((at, i) => [
            t(kind),
            at ?? (i === 0 ? '∞' : '-∞'),
            curves[kind].sensitivity[i] ?? null,
            curves[kind].specificity[i] ?? null,
          ]),
        ),
      }}
      heightOf={(widthPx) => Math.min(widthPx, Math.max(400, widthPx * 0.7))}
      draw={({ scheme, widthPx, heightPx, isExport }) => (
        <RocChart
          series={kinds.map((kind, i) => ({
            key: kind,
            columns: curves[kind],
            label: t(kind),
            detail: areaOf(kind),
            style: i,
            selected: i === 0,
          }))}
          marks={[]}
          xTitle={t('x')}
          yTitle={t('sensitivity')}
          summary={kinds.map((kind) => `${t(kind)} ${areaOf(kind)}`).join('; ')}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={heightPx}
          isLive={!isExport}
          describeVertex={({ threshold, x, y }) => [
            threshold === null ? '∞' : `≥ ${showThreshold(threshold)}`,
            `${t('sensitivity')} ${showScore(y)}`,
            `${t('specificity')} ${showScore(1 - x)}`,
          ]}
        />
      )}
    />
  );
}
