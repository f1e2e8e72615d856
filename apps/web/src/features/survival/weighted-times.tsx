'use client';
import { useTranslations } from 'use-intl';
import { useSay } from '@/i18n/use-say.ts';
import { useLabels } from '@/selection/use-labels.ts';
import { useSelectionText } from '@/selection/use-selection-text.ts';
import { useStudy } from '@/session/session.tsx';
import { TableFrame } from '@/tables/table-frame.tsx';
import { printedWeighted, type Weighting, weightedNumbers } from './to-weighting.ts';

/** Medians and survival at months, of the groups as they are and weighted. */
export function WeightedTimes({ weighting }: { readonly weighting: Weighting }) {
  const t = useTranslations('survival.weighting.times');
  const words = useTranslations('survival');
  const say = useSay();
  const study = useStudy();
  const labels = useLabels();
  const selection = useSelectionText();
  const { endpoint, groupBy, monthDays, dataVersion, recipe } = weighting;
  return (
    <TableFrame
      title={t('title', { endpoint: words(`figure.${endpoint}`) })}
      fileName={`${study.code}-${endpoint}-weighted`}
      table={printedWeighted(weighting, {
        group: (label) => labels.shortValue(groupBy, label),
        heading: t('heading'),
        median: t('median'),
        notReached: words('medians.notReached'),
        month: (months) => words('months.month', { months }),
        crude: t('crude'),
        weighted: t('weighted'),
      })}
      numbers={weightedNumbers(weighting)}
      caption={[
        t('caption'),
        words('months.timeZero', { timeZero: say(weighting.timeZeroStatement), days: monthDays }),
        words('method.observational'),
      ]}
      methods={t('methods')}
      provenance={{ study: study.code, dataVersion, selection, recipe }}
      isSynthetic={study.synthetic}
    />
  );
}
