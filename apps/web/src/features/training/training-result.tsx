'use client';
import { Alert, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ConfusionChart, type ConfusionCell } from '@/charts/confusion-chart.tsx';
import { Figure } from '@/charts/figure.tsx';
import {
  missing,
  showEstimate,
  showFraction,
  showInterval,
  showNumber,
  showPercent,
  showScore,
} from '@/numbers/show.ts';
import { useSay } from '@/i18n/use-say.ts';
import { useStudy } from '@/session/session.tsx';
import { FewCasesBadge } from '@/ui/few-cases-badge.tsx';
import { KeyValue } from '@/ui/key-value.tsx';
import { Panel } from '@/ui/panel.tsx';
import { CandidateLink } from './candidate-link.tsx';
import { SyntheticMarks } from './synthetic-marks.tsx';
import styles from './training.module.css';
import { type Evaluation, type Training } from './training.ts';

const classes = ['CR/PR', 'SD/PD'] as const;

/** What the trained head does on the test part, at the threshold that the tuning part chose, and where it is now. */
export function TrainingResult({ run }: { run: Training }) {
  const t = useTranslations('training.result');
  const say = useSay();
  const { outcome } = run;
  if (!outcome) return null;
  const test = outcome.evaluations.find(({ part }) => part === 'test');
  const tuning = outcome.evaluations.find(({ part }) => part === 'tuning');
  const slides = run.parts.reduce((sum, part) => sum + part.slides, 0);
  return (
    <div className={styles['columns']}>
      <Panel title={t('title')} note={t('note')}>
        <Stack gap="sm">
          <SyntheticMarks drawn={run.synthetic} slides={slides} weights={outcome.weights} />
          {test ? (
            <div className={styles['auc']}>
              <span>{t('auc')}</span>
              <strong>{showScore(test.auc)}</strong>
              {test.auc !== null && <FewCasesBadge positive={test.nPositive} negative={test.nNegative} />}
              <span>
                {t('interval', {
                  interval: showInterval(test.aucLower, test.aucUpper, 3),
                  method: say(test.aucMethodStatement),
                })}
              </span>
              <span>{t('counts', { n: test.n, positive: test.nPositive, negative: test.nNegative })}</span>
            </div>
          ) : (
            <Text size="sm">{t('noTest')}</Text>
          )}
          {test?.statements.map((one) => (
            <Alert key={say(one)} color="yellow" p="xs">
              {say(one)}
            </Alert>
          ))}
          <KeyValue
            items={[
              {
                key: 'threshold',
                label: t('threshold'),
                value: `${showNumber(outcome.threshold, 4)} – ${outcome.thresholdRule}`,
              },
              { key: 'chosenOn', label: t('chosenOn'), value: t('chosenOnTuning', { n: tuning?.n ?? 0 }) },
              {
                key: 'tuning',
                label: t('tuningAuc'),
                value: tuning ? showEstimate(tuning.auc, tuning.aucLower, tuning.aucUpper, 3) : missing,
              },
              {
                key: 'best',
                label: t('best'),
                value: t('bestValue', { epoch: outcome.bestEpoch, loss: showNumber(outcome.tuningLoss, 4) }),
              },
              { key: 'base', label: t('base'), value: run.modelId },
              { key: 'provider', label: t('provider'), value: run.providerRan ?? missing },
              { key: 'leftOut', label: t('leftOut'), value: outcome.leftOut },
              { key: 'time', label: t('time'), value: t('seconds', { seconds: showNumber(outcome.secondsTotal, 0) }) },
              {
                key: 'candidate',
                label: t('candidate'),
                value: <CandidateLink run={run} />,
              },
            ]}
          />
          <Text size="xs" c="var(--text-quiet)">
            {t('next')}
          </Text>
        </Stack>
      </Panel>
      {test && <TestMatrix run={run} test={test} threshold={outcome.threshold} />}
    </div>
  );
}

function TestMatrix({ run, test, threshold }: { run: Training; test: Evaluation; threshold: number }) {
  const t = useTranslations('training.matrix');
  const study = useStudy();
  const shown = showNumber(threshold, 4);
  const cells = [
    made(0, 0, test.trueNegative),
    made(0, 1, test.falsePositive),
    made(1, 0, test.falseNegative),
    made(1, 1, test.truePositive),
  ];
  return (
    <Figure
      title={t('title', { n: test.n })}
      caption={[
        t('caption', { threshold: shown }),
        test.metrics
          .filter(({ name }) => name === 'sensitivity' || name === 'specificity' || name === 'accuracy')
          .map(({ name, value, numerator, denominator, lower, upper }) => {
            const known = name === 'sensitivity' || name === 'specificity' ? name : 'accuracy';
            return `${t(known)} ${showScore(value)} (${showFraction(numerator, denominator)}; ${showInterval(lower, upper, 3)})`;
          })
          .join('; '),
      ]}
      provenance={[
        t('provenance', {
          study: study.code,
          model: run.candidateModelId ?? '',
          snapshot: run.snapshotId.slice(0, 12),
        }),
      ]}
      isSynthetic={study.synthetic || run.synthetic > 0 || run.outcome?.weights === 'synthetic'}
      fileName={`${study.code}-training-test-part`}
      table={{
        columns: [
          { file: 'true_class', header: t('true') },
          { file: 'predicted_class', header: t('predicted') },
          { file: 'count', header: t('count') },
        ],
        rows: cells.map(({ truth, predicted, count }) => [classes[truth], classes[predicted], count]),
      }}
      heightOf={(widthPx) => Math.min(widthPx * 0.86, Math.max(300, widthPx * 0.5))}
      draw={({ scheme, widthPx, heightPx }) => (
        <ConfusionChart
          classes={classes}
          cells={cells}
          trueTitle={t('true')}
          predictedTitle={t('predictedBy', { threshold: shown })}
          totalTitle={t('total')}
          summary={cells.map(({ spoken }) => spoken).join('; ')}
          scheme={scheme}
          widthPx={widthPx}
          heightPx={heightPx}
        />
      )}
    />
  );

  function made(truth: 0 | 1, predicted: 0 | 1, count: number): ConfusionCell {
    const row = truth === 1 ? test.nPositive : test.nNegative;
    const share = row === 0 ? '' : showPercent(count / row, 0);
    return {
      truth,
      predicted,
      count,
      shortShare: share,
      share: t('share', { share, name: classes[truth] }),
      spoken: t('spoken', { count, row, truth: classes[truth], predicted: classes[predicted] }),
    };
  }
}
