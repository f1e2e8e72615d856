'use client';
import { useTranslations } from 'use-intl';

/** Why a patch was dropped, in words; an unknown reason of a newer server is shown as received. */
export function useReason(): (reason: string) => string {
  const t = useTranslations('slides');
  return (reason) => {
    switch (reason) {
      case 'background':
      case 'white':
      case 'black':
      case 'blurred':
      case 'outsideRoi':
        return t(`reasons.${reason}`);
      default:
        return reason;
    }
  };
}
