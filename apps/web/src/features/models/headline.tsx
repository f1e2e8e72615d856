'use client';
import { useQuery } from '@apollo/client/react';
import { Text, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { showEstimate, showInterval, showScore } from '@/numbers/show.ts';
import { FewCasesBadge } from '@/ui/few-cases-badge.tsx';
import { type Evaluation } from '@/evaluation/evaluation.ts';
import { IndependenceBadge } from './independence-badge.tsx';
import styles from './models.module.css';
import { type Asked } from './use-evaluated.ts';
import { bandQuery } from './view-queries.ts';

/** The main result of the page: the area under the curve, with its interval, its numbers and its method. */
interface HeadlineProps {
  readonly evaluation: Evaluation;
  readonly asked: Asked;
  readonly onOrigin: () => void;
}

export function Headline({ evaluation, asked, onOrigin }: HeadlineProps) {
  const t = useTranslations('models');
  const say = useSay();
  const pick = useLabel();
  const { data, loading } = useQuery(bandQuery, { variables: asked, fetchPolicy: 'cache-first' });
  const bootstrap = data?.evaluation.bootstrap ?? null;
  const note = evaluation.setNote && pick(evaluation.setNote);
  const { n, nPositive, nNegative, positiveClass, negativeClass, auc, aucLower, aucUpper, aucMethodStatement } =
    evaluation;
  return (
    <div className={styles['headline']}>
      <div className={styles['auc']}>
        <span>{t('headline.auc')}</span> <strong>{showScore(auc)}</strong>
        {auc !== null && aucLower !== null && aucUpper !== null && (
          <span className={styles['interval']}>
            {t('headline.interval', { interval: showInterval(aucLower, aucUpper, 3) })}
            {typeof bootstrap?.aucLower === 'number' &&
              ` · ${t('headline.bootstrap', { interval: showInterval(bootstrap.aucLower, bootstrap.aucUpper, 3) })}`}
            {loading && (
              // The bootstrap takes a moment longer; the other interval is as wide as it will be.
              <span aria-hidden style={{ visibility: 'hidden' }}>
                {` · ${t('headline.bootstrap', { interval: showInterval(aucLower, aucUpper, 3) })}`}
              </span>
            )}
          </span>
        )}
        <IndependenceBadge asked={asked} onOpen={onOrigin} />
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
