'use client';
import { useId } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import styles from './viewer.module.css';
import { type PatchColumns, patchCounts } from './patch-rectangles.ts';
import { patchStyle, patternSide } from './patch-style.ts';
import { useReason } from './use-reason.ts';

/** What each outline and pattern means, with the number of patches that have it. */
export function PatchLegend({ patches }: { patches: PatchColumns }) {
  const t = useTranslations('slides');
  const format = useFormatter();
  const reasonText = useReason();
  return (
    <ul className={styles['legend']} aria-label={t('patches.legend')}>
      {patchCounts(patches).map(({ reason, count }) => (
        <li key={reason ?? 'kept'}>
          <Swatch reason={reason} />
          {reason === null ? t('patches.kept') : reasonText(reason)}
          <strong>{format.number(count)}</strong>
        </li>
      ))}
    </ul>
  );
}

function Swatch({ reason }: { reason: string | null }) {
  const id = useId();
  const { colour, pattern } = patchStyle(reason);
  return (
    <svg width={16} height={16} aria-hidden>
      <pattern id={id} width={patternSide} height={patternSide} patternUnits="userSpaceOnUse">
        <path d={pattern} stroke={colour} strokeWidth={1.25} fill="none" />
      </pattern>
      <rect
        x={1}
        y={1}
        width={14}
        height={14}
        fill={pattern === '' ? 'none' : `url(#${id})`}
        stroke={colour}
        strokeWidth={reason === null ? 2 : 1}
      />
    </svg>
  );
}
