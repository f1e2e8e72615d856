'use client';
import { useTranslations } from 'use-intl';

/** The methods of the statistics package, in the reader's language; a newer one stands as the server named it. */
export function useMethod(): (method: string) => string {
  const t = useTranslations('models');
  return (method) => {
    switch (method) {
      case 'ROC curve, DeLong variance':
        return t('methods.delong');
      case 'Confusion table, Wilson limits':
        return t('methods.wilson');
      default:
        return method;
    }
  };
}
