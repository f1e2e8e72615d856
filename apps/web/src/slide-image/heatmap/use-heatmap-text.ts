'use client';
import { useFormatter, useTranslations } from 'use-intl';
import { type HeatmapContent } from './heatmap.ts';
import { type ValuedPatch } from './sensitivity-map.ts';

type Spoken = Pick<HeatmapContent, 'kind' | 'percentile' | 'positiveClass' | 'negativeClass' | 'scale'>;

/** How values and places are written, the same in legend, readout, gallery and table. */
export function useHeatmapText({ kind, percentile, positiveClass, negativeClass, scale }: Spoken) {
  const t = useTranslations('sensitivity');
  const ta = useTranslations('attention');
  const format = useFormatter();
  const isAttention = kind === 'attention';
  /** Three digits; a change with its sign, +0.0123, an attention as a multiple of the even share, 2.31×. */
  const valueText = (value: number): string =>
    isAttention
      ? `${format.number(value, { maximumSignificantDigits: 3, notation: notationOf(value) })}×`
      : format
          .number(value, { maximumSignificantDigits: 3, signDisplay: 'exceptZero', notation: notationOf(value) })
          .replace('-', '−');
  const towardText = (value: number): string =>
    isAttention || value === 0 ? '' : t('toward', { name: value > 0 ? positiveClass : negativeClass });
  const placeText = ({ x, y }: { x: number; y: number }): string =>
    t('place', { x: format.number(x), y: format.number(y) });
  const percentText = (percent: number): string => `${format.number(percent, { maximumFractionDigits: 1 })} %`;
  return {
    valueText,
    towardText,
    placeText,
    percentText,
    /** Everything about one patch, in one line. */
    said: (patch: ValuedPatch): string =>
      (isAttention
        ? [
            ta('value', { value: valueText(patch.value) }),
            ta('rank', { percent: percentText(percentile?.[patch.index] ?? 0) }),
            placeText(patch),
          ]
        : [t('value', { value: valueText(patch.value) }), towardText(patch.value), placeText(patch)]
      )
        .filter(Boolean)
        .join(' · '),
    /** What the ends of the colours mean, from left to right. */
    ends: (isAttention
      ? [ta('least'), ta('most')]
      : [`← − ${t('toward', { name: negativeClass })}`, `${t('toward', { name: positiveClass })} + →`]) as [
      string,
      string,
    ],
    /** The numbers below the colours, from left to right, evenly. */
    ticks: isAttention
      ? [0, 25, 50, 75, 100].map(percentText)
      : [-1, -0.5, 0, 0.5, 1].map((share) => valueText(share * scale)),
  };
}

/** A very small value would otherwise be a row of zeros. */
function notationOf(value: number): 'standard' | 'scientific' {
  return value !== 0 && Math.abs(value) < 1e-4 ? 'scientific' : 'standard';
}
