'use client';
import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabels } from '@/selection/use-labels.ts';
import { showExactP, showInterval, showNumber } from '@/numbers/show.ts';
import { Panel } from '@/ui/panel.tsx';
import styles from './adjusted-ratio.module.css';
import numbers from './headline.module.css';
import { type SurvivalModel } from './to-survival-model.ts';

/** The number of the page: the ratio of two groups before and after adjustment, side by side. */
export function AdjustedRatio({ model }: { readonly model: SurvivalModel }) {
  const t = useTranslations('survival.model');
  const labels = useLabels();
  const { groupBy, rows, adjusted } = model;
  const ofGroup = rows.filter(({ covariate }) => covariate === groupBy);
  const [reference, comparison] = ofGroup;
  if (!groupBy || ofGroup.length !== 2 || !reference || !comparison) return null;
  const name = (level: string | null | undefined) => labels.shortValue(groupBy, level ?? null);
  const crude = model.crude.find(({ covariate }) => covariate === groupBy);
  const sides = [
    { key: 'crude', title: t('crudeRatio'), ratio: comparison.crude, n: crude?.n, events: crude?.events },
    {
      key: 'adjusted',
      title: t('adjustedRatio'),
      ratio: comparison.adjusted,
      n: adjusted?.n,
      events: adjusted?.events,
    },
  ];
  return (
    <Panel
      title={t('ratioTitle')}
      note={t('comparison', { comparison: name(comparison.level), reference: name(reference.level) })}
    >
      <dl className={styles['sides']}>
        {sides.map(({ key, title, ratio, n, events }) => (
          <div key={key}>
            <dt>{title}</dt>
            <dd>
              <span className={numbers['number']}>{showNumber(ratio?.hazardRatio, 2)}</span>{' '}
              <span className={numbers['limits']}>
                {t('limits', { interval: showInterval(ratio?.lower, ratio?.upper, 2) })}
              </span>
              <Text size="xs" c="var(--text-quiet)">
                {t('ratioDetail', { p: showExactP(ratio?.pValue), n: n ?? 0, events: events ?? 0 })}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
