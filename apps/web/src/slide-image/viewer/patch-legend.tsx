'use client';
import { useId } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import styles from './viewer.module.css';
import { judgedOf } from './judged-so-far.ts';
import { type PatchColumns, patchCounts } from './patch-rectangles.ts';
import { patchStyle, patternSide, waiting } from './patch-style.ts';
import { type ComingPatches } from './use-judged-patches.ts';
import { useReason } from './use-reason.ts';

interface PatchLegendProps {
  readonly patches: PatchColumns;
  /** Of a run that has no score (yet): what the patches mean and what they do not. */
  readonly coming?: ComingPatches | null;
}

/** What each outline and pattern means, with the number of patches that have it. */
export function PatchLegend({ patches, coming = null }: PatchLegendProps) {
  const ts = useTranslations('stage');
  const t = useTranslations('slides');
  const format = useFormatter();
  const reasonText = useReason();
  const counts = coming === null ? null : judgedOf(coming);
  const list = (
    <ul className={styles['legend']} aria-label={t('patches.legend')}>
      {patchCounts(patches).map(({ reason, count }) => (
        <li key={reason ?? 'kept'}>
          <Swatch reason={reason} />
          {reason === null
            ? counts
              ? ts('coming.extracted')
              : t('patches.kept')
            : reason === waiting
              ? ts('coming.waiting')
              : reasonText(reason)}
          <strong>{format.number(count)}</strong>
        </li>
      ))}
    </ul>
  );
  if (coming === null || counts === null) return list;
  return (
    <section className={styles['coming']} aria-label={ts('coming.title')}>
      {list}
      <p>
        {coming.status === 'running'
          ? ts('coming.running')
          : ts(coming.status === 'cancelled' ? 'coming.cancelled' : 'coming.failed', {
              extracted: counts.extracted,
              waiting: counts.waiting,
            })}
      </p>
    </section>
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
