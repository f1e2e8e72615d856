'use client';
import { VisuallyHidden } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type View } from '../viewer/fit.ts';
import { patchAt } from './sensitivity-map.ts';
import styles from './sensitivity.module.css';
import { type Heatmap } from './heatmap.ts';
import { useHeatmapText } from './use-heatmap-text.ts';

/** Value and position of the patch under the pointer, otherwise of the selected one. */
export function HeatmapReadout(props: { heatmap: Heatmap; view: View; stage: RefObject<HTMLElement | null> }) {
  const { heatmap, view, stage } = props;
  const t = useTranslations('sensitivity');
  const { said } = useHeatmapText(heatmap);
  const pointer = usePointer(stage);
  const under = pointer && heatmap.finder.at((pointer.x - view.left) / view.scale, (pointer.y - view.top) / view.scale);
  const chosen = heatmap.chosen === null ? null : patchAt(heatmap.map, heatmap.chosen);

  if (pointer === null && chosen === null) return null;
  return (
    <>
      <p className={styles['readout']} aria-hidden>
        {pointer === null ? chosen && said(chosen) : under ? said(under) : t('notScored')}
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
