'use client';
import { useShownScheme } from '@/theme/use-shown-scheme.ts';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { useLabel } from '@/i18n/use-label.ts';
import { useSay } from '@/i18n/use-say.ts';
import { thinBelow } from '@/charts/kaplan-meier-chart-picture.ts';
import { armStyle } from '@/charts/series-style.ts';
import { useDeviceScale } from '@/charts/use-room.ts';
import { errorCode } from '@/graphql/error-code.ts';
import { showInterval, showNumber, showPercent, showPStatement } from '@/numbers/show.ts';
import { monthsOf } from '@/numbers/to-months.ts';
import { type Study } from '@/session/session.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { ErrorState } from '@/ui/error-state.tsx';
import { Loading } from '@/ui/loading-state.tsx';
import styles from './home.module.css';
import { studyResultQuery } from './query.ts';
import { ResultCurve } from './result-curve.tsx';

/** The widest picture of this page in CSS pixels. */
const pixelsAcross = 1200;

/** One strip: how many patients, the ratio of the arms, and per arm median survival and response; below it the curve. */
export function StudyResult({ study }: { study: Study }) {
  const t = useTranslations('home.result');
  const scheme = useShownScheme();
  const label = useLabel();
  const say = useSay();
  const drawing = { width: pixelsAcross * useDeviceScale(), untilDays: null, paleBelow: thinBelow };
  const { data, error, refetch } = useQuery(studyResultQuery, { variables: { study: study.code, drawing } });
  if (error) return <ErrorState code={errorCode(error)} onRetry={() => void refetch()} />;
  if (!data) return <FactsSkeleton facts={2 + study.arms.length} />;
  const { cohortSummary, survival } = data;
  if (cohortSummary.n === 0) return <EmptyState title={t('none')} text={t('noneText')} />;

  const ratio = survival.hazardRatios.find(({ estimator }) => estimator === 'cox');
  const arms = study.arms.map(({ code }) => code).toSorted();
  const months = (days: number | null | undefined) => monthsOf(days, survival.monthDays);
  const notReached = t('notReached');
  return (
    <>
      <dl className={styles['strip']}>
        <div className={styles['fact']}>
          <dt>{t('patients')}</dt>
          <dd className={styles['number']}>{cohortSummary.n}</dd>
          <dd className={styles['detail']}>{t('inSurvival', { n: survival.n })}</dd>
          {cohortSummary.population.map((one) => (
            <dd key={one.code} className={styles['detail']}>
              {say(one)}
            </dd>
          ))}
          {survival.contradictions.length > 0 ? (
            <dd className={styles['detail']}>
              {t('contradictions', { counts: survival.contradictions.map(label).join('; ') })}
            </dd>
          ) : null}
        </div>
        {ratio ? (
          <div className={styles['fact']}>
            <dt>{t('ratio', { comparison: ratio.comparison, reference: ratio.reference })}</dt>
            <dd className={styles['number']}>{showNumber(ratio.hazardRatio, 2)}</dd>
            <dd className={styles['detail']}>
              {t('ratioDetail', {
                interval: showInterval(ratio.lower, ratio.upper, 2),
                p: showPStatement(survival.logRank?.pValue),
              })}
            </dd>
            {[...ratio.statements, ...(survival.logRank?.statements ?? [])].map((one) => (
              <dd key={say(one)} className={styles['detail']}>
                {say(one)}
              </dd>
            ))}
          </div>
        ) : null}
        {survival.curves.map((curve) => {
          const response = cohortSummary.responses.find(({ arm }) => arm === curve.label)?.orr;
          return (
            <div key={curve.label} className={styles['fact']}>
              <dt style={{ color: armStyle(Math.max(0, arms.indexOf(curve.label)), scheme).text, fontWeight: 700 }}>
                {t('median', { arm: curve.label, n: curve.n })}
              </dt>
              <dd className={styles['number']}>
                {showNumber(months(curve.medianDays), 1, notReached)}{' '}
                {curve.medianDays === null ? null : <span className={styles['unit']}>{t('months')}</span>}
              </dd>
              <dd className={styles['detail']}>
                {t('armDetail', {
                  interval: showInterval(months(curve.medianLowerDays), months(curve.medianUpperDays), 1, notReached),
                  orr: showPercent(response?.value),
                })}
              </dd>
              {curve.statements.map((one) => (
                <dd key={say(one)} className={styles['detail']}>
                  {say(one)}
                </dd>
              ))}
            </div>
          );
        })}
      </dl>
      <ResultCurve answer={survival} study={study} />
    </>
  );
}

/** As many facts as there will be, each at its final height. */
function FactsSkeleton({ facts }: { facts: number }) {
  return (
    <Loading>
      <div className={styles['strip']}>
        {Array.from({ length: facts }, (_, fact) => (
          <div key={fact} className={styles['fact']}>
            <Skeleton height={14} width="70%" mt={4} />
            <Skeleton height={28} width="45%" my={10} />
            <Skeleton height={12} width="85%" />
          </div>
        ))}
      </div>
      <Skeleton height={320} mt="md" />
    </Loading>
  );
}
