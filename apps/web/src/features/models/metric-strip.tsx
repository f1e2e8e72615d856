'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { showFraction, showInterval, showScore, showThreshold } from '@/numbers/show.ts';
import { Panel } from '@/ui/panel.tsx';
import { type Cut, type Metric } from '@/evaluation/evaluation.ts';
import styles from './models.module.css';

const known = ['sensitivity', 'specificity', 'ppv', 'npv', 'accuracy', 'balancedAccuracy', 'f1'] as const;
type KnownMetric = (typeof known)[number];

/** The measures of the matrix, each with its interval, the numbers it is made of and the class it refers to. */
export function MetricStrip({ evaluation }: { evaluation: Cut }) {
  const t = useTranslations('models');
  const say = useSay();
  const { threshold, confusion, positiveClass } = evaluation;
  const methods = [
    ...new Set(confusion.metrics.filter(({ lower }) => lower !== null).map((one) => say(one.methodStatement))),
  ];
  return (
    <Panel title={t('metrics.title', { value: showThreshold(threshold) })} note={t('metrics.note', { positiveClass })}>
      <dl className={styles['metrics']}>
        {confusion.metrics.map((metric) => (
          <MetricCell key={metric.name} metric={metric} />
        ))}
      </dl>
      <Text size="xs" c="var(--text-quiet)" mt="xs">
        {t('metrics.method', { methods: methods.join('; ') })}
      </Text>
    </Panel>
  );
}

function MetricCell({ metric }: { metric: Metric }) {
  const t = useTranslations('models');
  const { value, lower, upper, numerator, denominator } = metric;
  const name = known.find((one): one is KnownMetric => one === metric.name);
  return (
    <div>
      <dt>{name === undefined ? metric.name : t(`metrics.${name}`)}</dt>
      <dd>
        <strong>{showScore(value)}</strong>
        <span>{lower === null || upper === null ? t('metrics.noInterval') : showInterval(lower, upper, 3)}</span>
        <span>{showFraction(numerator, denominator)}</span>
      </dd>
    </div>
  );
}
