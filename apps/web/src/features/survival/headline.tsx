'use client';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { type Said } from '@/graphql/said.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { showExactP, showInterval, showNumber, showPStatement } from '@/numbers/show.ts';
import { Panel } from '@/ui/panel.tsx';
import styles from './headline.module.css';
import { type Survival } from './to-chart.ts';
import { estimators, useSurvivalState } from './use-survival-state.ts';

/** The one number of the page: the ratio of two groups, otherwise the test of several. */
export function Headline({ survival }: { survival: Survival }) {
  const t = useTranslations('survival');
  const say = useSay();
  const labels = useLabels();
  const { state, setState } = useSurvivalState();
  const { hazardRatios, logRank, groupBy } = survival;
  const ratio = hazardRatios.find(({ estimator }) => estimator === state.est) ?? hazardRatios[0];
  const group = (label: string) => (groupBy ? labels.shortValue(groupBy, label) : label);
  if (!ratio && !logRank) return null;

  return (
    <Panel
      title={ratio ? t('ratio.title') : t('logRank.title')}
      note={
        ratio
          ? t('ratio.comparison', { comparison: group(ratio.comparison), reference: group(ratio.reference) })
          : undefined
      }
    >
      <Stack gap={6}>
        {ratio ? (
          <>
            <p className={styles['number']}>
              {showNumber(ratio.hazardRatio, 2)}{' '}
              <span className={styles['limits']}>
                {t('ratio.limits', { interval: showInterval(ratio.lower, ratio.upper, 2) })}
              </span>
            </p>
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label={t('ratio.estimator')}
              value={ratio.estimator}
              onChange={(value) => setState({ est: estimators.find((name) => name === value) ?? 'cox' })}
              data={hazardRatios.map(({ estimator }) => ({
                value: estimator,
                label: t(`ratio.${estimators.find((name) => name === estimator) ?? 'cox'}`),
              }))}
            />
            <Text size="xs" c="var(--text-quiet)">
              {say(ratio.methodStatement)}; {say(ratio.pValueMethodStatement)} {showExactP(ratio.pValue)}
            </Text>
            <Doubts statements={ratio.statements} />
          </>
        ) : null}
        {logRank ? (
          <div className={ratio ? styles['test'] : ''}>
            <p className={ratio ? styles['second'] : styles['number']}>
              {ratio ? `${t('logRank.short')} ` : ''}
              {showPStatement(logRank.pValue)}
            </p>
            <Text size="xs" c="var(--text-quiet)">
              {t('logRank.detail', {
                method: say(logRank.methodStatement),
                chiSquare: showNumber(logRank.chiSquare, 2),
                df: showNumber(logRank.df, 0),
                p: showExactP(logRank.pValue),
              })}
            </Text>
            <Doubts statements={logRank.statements} />
          </div>
        ) : null}
      </Stack>
    </Panel>
  );
}

function Doubts({ statements }: { statements: readonly Said[] }) {
  const say = useSay();
  return statements.map((one) => (
    <Text key={say(one)} size="xs" fw={600}>
      {say(one)}
    </Text>
  ));
}
