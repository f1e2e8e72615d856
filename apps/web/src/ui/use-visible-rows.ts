'use client';
import { type RefObject, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

export interface VisibleRows {
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

/** On paper nobody scrolls: a list has as many rows there, about ten pages. */
const mostPrinted = 500;

/** Rows beyond either edge that are drawn too, so that a fast scroll meets none that is empty. */
const margin = 12;

/**
 * Which rows of a long table are in sight of its frame, a little more than that: only they are drawn. The server draws the
 * first ones.
 *
 * @param rowPx - the height of every row.
 */
export function useVisibleRows(frame: RefObject<HTMLElement | null>, rows: number, rowPx: number): VisibleRows {
  const [visible, setVisible] = useState<VisibleRows>({ from: 0, to: 40 });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = () => {
      const first = Math.floor(element.scrollTop / rowPx);
      const shown = Math.ceil(element.clientHeight / rowPx);
      // In steps, so that the table is not drawn anew at each pixel.
      const from = Math.max(0, Math.floor((first - margin) / margin) * margin);
      const to = from + shown + 3 * margin;
      setVisible((now) => (now.from === from && now.to === to ? now : { from, to }));
    };
    // Paper is laid out before the next drawing.
    const drawAll = () => flushSync(() => setVisible({ from: 0, to: mostPrinted }));
    look();
    window.addEventListener('beforeprint', drawAll);
    window.addEventListener('afterprint', look);
    element.addEventListener('scroll', look, { passive: true });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      watch.disconnect();
      window.removeEventListener('beforeprint', drawAll);
      window.removeEventListener('afterprint', look);
    };
  }, [frame, rowPx, rows]);
  return { from: Math.min(visible.from, Math.max(0, rows - 1)), to: Math.min(rows, visible.to) };
}
