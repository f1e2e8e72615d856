'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { type SurvivalQueryVariables } from '@/graphql/generated/graphql.ts';
import { unpackCurves } from '@/graphql/unpack-curves.ts';
import { showEstimate, showExactP } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { type LineOfTwo } from '@/tables/lines-of-tables.ts';
import { Newest, ThenAndNow } from '@/tables/newest.tsx';
import { survivalQuery } from './query.ts';
import { medianText, type Survival } from './to-chart.ts';
import { useSurvivalState } from './use-survival-state.ts';

interface NewestProps {
  readonly survival: Survival;
  readonly variables: SurvivalQueryVariables;
}

/** Of a snapshot: the same question on the data of now, beside its results. */
export function NewestCurves(props: NewestProps) {
  return (
    <Newest>
      <Comparison {...props} />
    </Newest>
  );
}

function Comparison({ survival, variables }: NewestProps) {
  const linesOf = useLines();
  const { data, error, refetch } = useQuery(survivalQuery, {
    variables: { ...variables, snapshot: null },
    fetchPolicy: 'cache-and-network',
  });
  const newest = data && unpackCurves(data.survival);
  const lines = newest ? linesOf(survival, newest) : null;
  return <ThenAndNow lines={lines} error={error} onRetry={() => void refetch()} />;
}

/** Patients, events and medians by group, the ratio and the test, as the page writes them. */
function useLines(): (then: Survival, now: Survival) => LineOfTwo[] {
  const t = useTranslations('snapshots.newest');
  const words = useTranslations('survival');
  const labels = useLabels();
  const { state } = useSurvivalState();
  return (then, now) => {
    const nameOf = (label: string) => (then.groupBy ? labels.shortValue(then.groupBy, label) : words('everybody'));
    const groups = [...new Set([...then.curves, ...now.curves].map(({ label }) => label))];
    const line = (key: string, label: string, of: (one: Survival) => string): LineOfTwo => ({
      ...{ key, label },
      then: of(then),
      now: of(now),
    });
    const curveOf = ({ curves }: Survival, group: string) => curves.find(({ label }) => label === group);
    const ratioOf = ({ hazardRatios }: Survival) =>
      hazardRatios.find(({ estimator }) => estimator === state.est) ?? hazardRatios[0];
    const ratio = ratioOf(then) ?? ratioOf(now);
    return [
      ...groups.map((group) =>
        line(`n ${group}`, t('patients', { group: nameOf(group) }), (one) => String(curveOf(one, group)?.n ?? 0)),
      ),
      ...groups.map((group) =>
        line(`events ${group}`, t('events', { group: nameOf(group) }), (one) =>
          String(curveOf(one, group)?.events ?? 0),
        ),
      ),
      ...groups.map((group) =>
        line(`median ${group}`, t('median', { group: nameOf(group) }), (one) => {
          const curve = curveOf(one, group);
          return curve
            ? medianText(curve, one.monthDays, words('medians.notReached'))
            : showEstimate(null, null, null, 1);
        }),
      ),
      ...(ratio
        ? [
            line(
              'ratio',
              t('ratio', { comparison: nameOf(ratio.comparison), reference: nameOf(ratio.reference) }),
              (one) => {
                const found = ratioOf(one);
                return showEstimate(found?.hazardRatio, found?.lower, found?.upper, 2);
              },
            ),
          ]
        : []),
      ...(then.logRank || now.logRank
        ? [line('logRank', t('pLogRank'), ({ logRank }) => showExactP(logRank?.pValue ?? null))]
        : []),
    ];
  };
}
