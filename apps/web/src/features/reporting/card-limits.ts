'use client';
import { useTranslations } from 'use-intl';
import { showEstimate, showMeasured, showNumber, showP, showScore } from '@/numbers/show.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { type Entire } from './query.ts';

type ByVariable = Entire['subgroups'][number];

/** Where a score falls short: calibration, performance by group, and what it gets wrong. null where it is not known. */
export function useCardLimits(): {
  readonly calibration: (entire: Entire) => string | null;
  readonly byGroup: (entire: Entire) => string | null;
  readonly failures: (entire: Entire) => string | null;
} {
  const t = useTranslations('reporting.card.limits');
  const labels = useLabels();
  const groupName = (variable: string, { value, from, below }: ByVariable['groups'][number]): string => {
    if (value !== null) return labels.shortValue(variable, value);
    return from === null ? t('below', { value: showMeasured(below ?? 0) }) : t('from', { value: showMeasured(from) });
  };
  const ofVariable = ({ variable, groups, pValue, missing }: ByVariable): string => {
    const each = groups.map((group) => {
      const { n, nPositive, auc, aucLower, aucUpper } = group;
      const name = groupName(variable, group);
      return auc === null
        ? t('groupWithoutArea', { name, n, positive: nPositive })
        : t('group', { name, n, auc: showEstimate(auc, aucLower, aucUpper, 2) });
    });
    return [
      `${labels.variable(variable)}: ${each.join(', ')}`,
      ...(pValue === null ? [] : [t('test', { p: showP(pValue) })]),
      ...(missing > 0 ? [t('missing', { n: missing })] : []),
    ].join('; ');
  };
  return {
    calibration: ({ calibration: found }) => {
      if (!found || found.brier === null) return null;
      const { brier, observedToExpected, slope, slopeLower, slopeUpper } = found;
      const { intercept, interceptLower, interceptUpper } = found;
      return [
        ...(slope === null ? [] : [t('slope', { slope: showEstimate(slope, slopeLower, slopeUpper, 2) })]),
        ...(intercept === null
          ? []
          : [t('intercept', { intercept: showEstimate(intercept, interceptLower, interceptUpper, 2) })]),
        ...(observedToExpected === null ? [] : [t('observed', { ratio: showNumber(observedToExpected, 2) })]),
        t('brier', { brier: showScore(brier) }),
      ].join('; ');
    },
    byGroup: ({ subgroups }) => {
      const found = subgroups.filter(({ groups }) => groups.length > 0);
      return found.length === 0 ? null : found.map(ofVariable).join('. ');
    },
    failures: ({ confusion, n, nPositive, nNegative, positiveClass, negativeClass }) => {
      if (!confusion || n === 0) return null;
      const { falsePositive, falseNegative } = confusion;
      return t('failures', {
        ...{ wrong: falsePositive + falseNegative, n, falsePositive, falseNegative, nPositive, nNegative },
        ...{ positive: positiveClass, negative: negativeClass },
      });
    },
  };
}
