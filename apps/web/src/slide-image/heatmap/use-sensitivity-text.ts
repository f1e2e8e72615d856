'use client';
import { useFormatter, useTranslations } from 'use-intl';

/** How values and places are written, the same in legend, readout, gallery and table. */
export function useSensitivityText({ positiveClass, negativeClass }: { positiveClass: string; negativeClass: string }) {
  const t = useTranslations('sensitivity');
  const format = useFormatter();
  return {
    /** With its sign, three digits: +0.0123. */
    valueText: (value: number): string =>
      format
        .number(value, { maximumSignificantDigits: 3, signDisplay: 'exceptZero', notation: notationOf(value) })
        .replace('-', '−'),
    towardText: (value: number): string =>
      value === 0 ? '' : t('toward', { name: value > 0 ? positiveClass : negativeClass }),
    placeText: ({ x, y }: { x: number; y: number }): string => t('place', { x: format.number(x), y: format.number(y) }),
  };
}

/** A very small change would otherwise be a row of zeros. */
function notationOf(value: number): 'standard' | 'scientific' {
  return value !== 0 && Math.abs(value) < 1e-4 ? 'scientific' : 'standard';
}
