'use client';
import { VisuallyHidden } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { missing } from '@/numbers/show.ts';
import { type View } from '../viewer/fit.ts';
import { patchAt } from './sensitivity-map.ts';
import styles from './sensitivity.module.css';
import { type Heatmap } from './heatmap.ts';
import { useHeatmapText } from './use-heatmap-text.ts';

interface HeatmapReadoutProps {
  readonly heatmap: Heatmap;
  /** What it is compared with; null for nothing. */
  readonly other: Heatmap | null;
  readonly view: View;
  readonly stage: RefObject<HTMLElement | null>;
}

/** Value and position of the patch under the pointer, otherwise of the selected one. */
export function HeatmapReadout({ heatmap, other, view, stage }: HeatmapReadoutProps) {
  const t = useTranslations('sensitivity');
  const ts = useTranslations('stage');
  const { said, valueText } = useHeatmapText(heatmap);
  const pointer = usePointer(stage);
  const valuesUnder = ({ x, y }: Pointer, { finder }: Heatmap) =>
    finder.at((x - view.left) / view.scale, (y - view.top) / view.scale);
  const under = pointer && valuesUnder(pointer, heatmap);
  const underOther = pointer && other && valuesUnder(pointer, other);
  const chosen = heatmap.chosen === null ? null : patchAt(heatmap.map, heatmap.chosen);

  if (pointer === null && chosen === null) return null;
  return (
    <>
      <p className={styles['readout']} aria-hidden>
        {pointer === null
          ? chosen && said(chosen)
          : other === null
            ? under
              ? said(under)
              : t('notScored')
            : ts('compare.values', {
                a: under ? valueText(under.value) : missing,
                b: underOther ? valueText(underOther.value) : missing,
              })}
      </p>
      {/* Announced only for keyboard navigation; following the pointer would be a flood of announcements. */}
      <VisuallyHidden role="status">{chosen && said(chosen)}</VisuallyHidden>
    </>
  );
}

interface Pointer {
  readonly x: number;
  readonly y: number;
}

/** The pointer's position over an element, from its corner; null while it is elsewhere. */
function usePointer(element: RefObject<HTMLElement | null>): Pointer | null {
  const [pointer, setPointer] = useState<Pointer | null>(null);
  useEffect(() => {
    const here = element.current;
    if (!here) return;
    const move = (event: PointerEvent): void => {
      const { left, top } = here.getBoundingClientRect();
      setPointer({ x: event.clientX - left, y: event.clientY - top });
    };
    const leave = (): void => setPointer(null);
    // Before the viewer, which may stop the event.
    here.addEventListener('pointermove', move, { capture: true });
    here.addEventListener('pointerleave', leave);
    return () => {
      here.removeEventListener('pointermove', move, { capture: true });
      here.removeEventListener('pointerleave', leave);
    };
  }, [element]);
  return pointer;
}
