'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { showFraction, showInterval, showScore, showThreshold } from '@/numbers/show.ts';
import { Panel } from '@/ui/panel.tsx';
import { type Cut, type Metric } from '@/evaluation/evaluation.ts';
import styles from './models.module.css';

const known = [
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'accuracy',
  'balancedAccuracy',
  'f1',
  'prevalence',
  'youdenJ',
  'likelihoodRatioPositive',
  'likelihoodRatioNegative',
  'mcc',
  'kappa',
] as const;
/** Below so many cases a share is shown with the values next to it. */
const fewFrom = 50;
type KnownMetric = (typeof known)[number];

/** The measures of the matrix, each with its interval, the numbers it is made of and the class it refers to. */
export function MetricStrip({ evaluation }: { evaluation: Cut }) {
  const t = useTranslations('models');
  const say = useSay();
  const { threshold, confusion, positiveClass } = evaluation;
  const nameOf = (name: string): string => {
    const own = known.find((one): one is KnownMetric => one === name);
    return own === undefined ? name : t(`metrics.${own}`);
  };
  // F1 is among the measures, with limits.
  const metrics = [...confusion.metrics.filter(({ name }) => name !== 'f1'), ...confusion.measures];
  const methods = [...new Set(metrics.map((one) => say(one.methodStatement)))].map(
    (method) => [method, metrics.filter((one) => say(one.methodStatement) === method)] as const,
  );
  return (
    <Panel title={t('metrics.title', { value: showThreshold(threshold) })} note={t('metrics.note', { positiveClass })}>
      <dl className={styles['metrics']}>
        {metrics.map((metric) => (
          <MetricCell key={metric.name} metric={metric} name={nameOf(metric.name)} />
        ))}
      </dl>
      <Text size="xs" c="var(--text-quiet)" mt="xs">
        {t('metrics.method', {
          methods: methods
            .map(([method, of]) => `${method} (${of.map(({ name }) => nameOf(name)).join(', ')})`)
            .join('; '),
        })}
      </Text>
    </Panel>
  );
}

type Shown = Omit<Metric, 'below' | 'above'> & Partial<Pick<Metric, 'below' | 'above'>>;

function MetricCell({ metric, name }: { metric: Shown; name: string }) {
  const t = useTranslations('models');
  const { value, lower, upper, numerator, denominator, below, above } = metric;
  // With few cases a share jumps: the reader sees what else it could have been.
  const jumps =
    denominator !== null && denominator < fewFrom && (typeof below === 'number' || typeof above === 'number');
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{showScore(value)}</strong>
        <span>{lower === null || upper === null ? t('metrics.noInterval') : showInterval(lower, upper, 3)}</span>
        {numerator !== null && <span>{showFraction(numerator, denominator)}</span>}
        {jumps && (
          <span className={styles['next'] ?? ''}>
            {t('metrics.next', {
              values: [below, above]
                .filter((one) => typeof one === 'number')
                .map(showScore)
                .join(', '),
            })}
          </span>
        )}
      </dd>
    </div>
  );
}
