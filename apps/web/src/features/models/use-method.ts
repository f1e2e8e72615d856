'use client';
import { useTranslations } from 'use-intl';

/** How the server names limits where DeLong's would shrink to a point. */
export const withoutVariance = 'ROC curve, DeLong variance; limits by Newcombe, method 5';

/** The methods of the statistics package, in the reader's language; a newer one stands as the server named it. */
export function useMethod(): (method: string) => string {
  const t = useTranslations('models');
  return (method) => {
    switch (method) {
      case 'ROC curve, DeLong variance':
        return t('methods.delong');
      case withoutVariance:
        return t('methods.newcombe');
      case 'Confusion table, Wilson limits':
        return t('methods.wilson');
      default:
        return method;
    }
  };
}
