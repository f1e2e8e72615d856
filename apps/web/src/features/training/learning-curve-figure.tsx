'use client';
import { useTranslations } from 'use-intl';
import { Figure } from '@/charts/figure.tsx';
import { LearningCurveChart } from '@/charts/learning-curve-chart.tsx';
import { learningCurveHeight } from '@/charts/learning-curve-chart-data.ts';
import { learningPicture } from '@/charts/learning-curve-chart-data.ts';
import { showNumber } from '@/numbers/show.ts';
import { useStudy } from '@/session/session.tsx';
import { type Training } from './training.ts';
import { type Curve } from './use-live-training.ts';

/** Training and tuning loss by epoch; during a run the kept epoch is the best so far. */
export function LearningCurveFigure({ run, curve }: { run: Training; curve: Curve }) {
  const t = useTranslations('training.curve');
  const study = useStudy();
  const rows = curve.epoch.map((epoch, i) => ({
    epoch,
    trainingLoss: curve.trainingLoss[i] ?? 0,
    tuningLoss: curve.tuningLoss[i] ?? 0,
    trainingAuc: curve.trainingAuc[i] ?? null,
    tuningAuc: curve.tuningAuc[i] ?? null,
  }));
  const soFar = rows.reduce<(typeof rows)[number] | null>(
    (best, row) => (best === null || row.tuningLoss < best.tuningLoss ? row : best),
    null,
  );
  const best = run.outcome?.bestEpoch ?? soFar?.epoch ?? null;
  const last = rows.at(-1);
  const weights = run.outcome?.weights === 'synthetic';
  return (
    <Figure
      title={t('title')}
      caption={[t('caption', { classWeights: run.classWeights, seed: run.seed }), t('kept')]}
      provenance={[
        t('provenance', { study: study.code, base: run.modelId, snapshot: run.snapshotId.slice(0, 12) }),
        ...(weights ? [t('weights')] : []),
      ]}
      isSynthetic={study.synthetic || run.synthetic > 0}
      fileName={`${study.code}-learning-curve`}
      table={{
        columns: [
          { file: 'epoch', header: t('columns.epoch') },
          { file: 'training_loss', header: t('columns.trainingLoss'), decimals: 5 },
          { file: 'tuning_loss', header: t('columns.tuningLoss'), decimals: 5 },
          { file: 'training_auc', header: t('columns.trainingAuc'), decimals: 4 },
          { file: 'tuning_auc', header: t('columns.tuningAuc'), decimals: 4 },
        ],
        rows: rows.map((row) => [row.epoch, row.trainingLoss, row.tuningLoss, row.trainingAuc, row.tuningAuc]),
      }}
      heightOf={learningCurveHeight}
      draw={(drawing) => (
        <LearningCurveChart
          {...drawing}
          picture={learningPicture(rows, run.epochs, best)}
          texts={{
            x: t('x'),
            y: t('y'),
            training: t('training'),
            tuning: t('tuning'),
            best: best === null ? '' : t(run.outcome ? 'best' : 'bestSoFar', { epoch: best }),
            summary: t('summary', {
              epochs: last?.epoch ?? 0,
              training: showNumber(last?.trainingLoss, 3),
              tuning: showNumber(last?.tuningLoss, 3),
              best: best ?? 0,
            }),
            epoch: (epoch) => t('epoch', { epoch }),
          }}
        />
      )}
    />
  );
}
