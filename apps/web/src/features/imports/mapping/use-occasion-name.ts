import { useTranslations } from 'use-intl';
import { type Occasion } from '@haim/schema';

/** An occasion as people call it: the baseline, month 3. */
export function useOccasionName(): (occasion: Occasion) => string {
  const t = useTranslations('imports.mapping.visits');
  return ({ kind, number }) => t('occasion', { kind, number });
}
