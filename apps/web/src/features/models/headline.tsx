'use client';
import { Badge, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { estimateText } from '@/charts/roc-chart-text.ts';
import { type Evaluation, smallN } from './evaluation.ts';
import styles from './models.module.css';

/** The one answer of the page: the area under the curve, with its interval, its numbers and its method. */
export function Headline({ evaluation }: { evaluation: Evaluation }) {
  const t = useTranslations('models');
  const { n, nPositive, nNegative, positiveClass, negativeClass, auc, aucLower, aucUpper, aucMethod } = evaluation;
  return (
    <div className={styles['headline']}>
      <p className={styles['auc']}>
        <span>{t('headline.auc')}</span> <strong>{auc === null ? '—' : auc.toFixed(3)}</strong>
        {auc !== null && aucLower !== null && aucUpper !== null && (
          <span className={styles['interval']}>{`95 % CI ${aucLower.toFixed(3)}–${aucUpper.toFixed(3)}`}</span>
        )}
        {n < smallN && (
          <Badge color="yellow" variant="light" radius="sm" tt="none" title={t('headline.wideText', { n })}>
            {t('headline.wide')}
          </Badge>
        )}
      </p>
      <Text size="sm" c="var(--text-quiet)">
        {t('headline.numbers', { n, nPositive, nNegative, positiveClass, negativeClass })}
        {` · ${aucMethod}`}
        {auc === null && ` · ${t('headline.notEstimable')}`}
      </Text>
      <span className="mantine-visually-hidden" role="status">
        {t('headline.spoken', { auc: estimateText(auc, aucLower, aucUpper), n })}
      </span>
    </div>
  );
}
