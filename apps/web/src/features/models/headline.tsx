'use client';
import { Text, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showInterval, showScore } from '@/numbers/show.ts';
import { FewCasesBadge } from '@/ui/few-cases-badge.tsx';
import { type Evaluation } from '@/evaluation/evaluation.ts';
import styles from './models.module.css';

/** The main result of the page: the area under the curve, with its interval, its numbers and its method. */
export function Headline({ evaluation, note }: { evaluation: Evaluation; note: string | null }) {
  const t = useTranslations('models');
  const say = useSay();
  const { n, nPositive, nNegative, positiveClass, negativeClass, auc, aucLower, aucUpper, aucMethodStatement } =
    evaluation;
  return (
    <div className={styles['headline']}>
      <div className={styles['auc']}>
        <span>{t('headline.auc')}</span> <strong>{showScore(auc)}</strong>
        {auc !== null && aucLower !== null && aucUpper !== null && (
          <span className={styles['interval']}>
            {t('headline.interval', { interval: showInterval(aucLower, aucUpper, 3) })}
          </span>
        )}
        {auc !== null && <FewCasesBadge positive={nPositive} negative={nNegative} />}
        <Text span size="sm" c="var(--text-quiet)">
          {t('headline.numbers', { n, nPositive, nNegative, positiveClass, negativeClass })}
          {` · ${say(aucMethodStatement)} · ${say(evaluation.patientRule)}`}
        </Text>
      </div>
      {note !== null && <Text size="sm">{note}</Text>}
      {aucMethodStatement.code === 'rocNewcombe' && <Text size="sm">{t('headline.withoutVariance')}</Text>}
      {auc === null && <Text size="sm">{t('headline.notEstimable')}</Text>}
      <VisuallyHidden role="status">
        {t('headline.spoken', { auc: showEstimate(auc, aucLower, aucUpper, 3), n })}
      </VisuallyHidden>
    </div>
  );
}
