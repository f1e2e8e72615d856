'use client';
import { useTranslations } from 'use-intl';
import { type Survival } from './to-chart.ts';

/** The reasons that the API gives, and our words for them. */
const knownReasons = [
  ['without a time to this endpoint', 'time'],
  ['without a value of the grouping variable', 'group'],
  ['with a time before time zero', 'early'],
] as const;

/** Why patients of the selection stand in no curve, in the reader's language; null where all do. */
export function useDroppedReason(survival: Survival | undefined): string | null {
  const t = useTranslations('survival.method.reasons');
  if (!survival?.droppedReason) return null;
  return survival.droppedReason
    .split('; ')
    .map((reason) => {
      const [, count, words] = /^(\d+) (.*)$/.exec(reason) ?? [];
      const known = knownReasons.find(([api]) => api === words);
      return known ? t(known[1], { n: Number(count) }) : reason;
    })
    .join('; ');
}
