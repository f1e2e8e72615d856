'use client';
import { Alert, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { FigureLanguages } from '@/charts/figure-languages.tsx';
import { ConfusionFigure } from '@/evaluation/confusion-figure.tsx';
import {
  missing,
  showEstimate,
  showFraction,
  showInterval,
  showNumber,
  showScore,
  showThreshold,
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
const measuresShown = ['sensitivity', 'specificity', 'accuracy'] as const;

/** How the trained head performs on the test part, at the threshold chosen on the tuning part, and where it is now. */
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
                value: `${showThreshold(outcome.threshold)} – ${outcome.thresholdRule}`,
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
              ...(outcome.stopped === null
                ? []
                : [
                    {
                      key: 'stopped',
                      label: t('stopped'),
                      value: t(outcome.stopped === 'patience' ? 'stoppedByPatience' : 'stoppedByEpochs', {
                        last: outcome.lastEpoch ?? 0,
                        patience: run.patience ?? 0,
                      }),
                    },
                    {
                      key: 'size',
                      label: t('size'),
                      value: t('sizeValue', { hidden: run.hidden ?? 0, rows: outcome.mostRows ?? 0 }),
                    },
                  ]),
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
      {test && (
        <FigureLanguages>
          <TestMatrix run={run} test={test} threshold={outcome.threshold} />
        </FigureLanguages>
      )}
    </div>
  );
}

function TestMatrix({ run, test, threshold }: { run: Training; test: Evaluation; threshold: number }) {
  const t = useTranslations('training.matrix');
  const study = useStudy();
  const measures = test.metrics.flatMap(({ name, value, numerator, denominator, lower, upper }) => {
    const known = measuresShown.find((one) => one === name);
    const fraction = showFraction(numerator, denominator);
    return known ? [`${t(known)} ${showScore(value)} (${fraction}; ${showInterval(lower, upper, 3)})`] : [];
  });
  return (
    <ConfusionFigure
      counts={test}
      classes={classes}
      threshold={threshold}
      title={t('title', { n: test.n })}
      caption={[t('caption', { threshold: showThreshold(threshold) }), measures.join('; ')]}
      provenance={[
        t('provenance', {
          study: study.code,
          model: run.candidateModelId ?? '',
          snapshot: run.snapshotId.slice(0, 12),
        }),
      ]}
      isSynthetic={study.synthetic || run.synthetic > 0 || run.outcome?.weights === 'synthetic'}
      fileName={`${study.code}-training-test-part`}
      lowestPx={300}
    />
  );
}
