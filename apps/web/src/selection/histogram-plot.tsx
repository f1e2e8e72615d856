'use client';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type EdgeRange, edgesOf, type Histogram, movedEdge, placeByKey, rangeOf } from './bin-range.ts';
import styles from './histogram-plot.module.css';
import { ProtectedKey } from './protected-key.tsx';
import { useBinWords } from './use-bin-words.ts';

type Range = ReturnType<typeof rangeOf>;

interface HistogramPlotProps {
  readonly name: string;
  readonly unit: string | null;
  readonly histogram: Pick<Histogram, 'scale' | 'bins'>;
  /** What is chosen; open ends select everything. */
  readonly range?: Parameters<typeof edgesOf>[1];
  /** Without it, nothing can be chosen. */
  readonly onSet?: (range: Range) => void;
}

const everything = [null, null] as const;

/** A pause between two keys after which the edge is where it was meant to be. */
const settledMs = 350;

/**
 * The selection in front of the whole study. Drag over bars, or press one, to keep the patients in them; the two edges
 * are sliders, which arrow keys move.
 */
export function HistogramPlot({ name, unit, histogram, range = everything, onSet }: HistogramPlotProps) {
  const t = useTranslations('cohort.histogram');
  const { bins } = histogram;
  const words = useBinWords(histogram, unit);
  const plot = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ readonly start: number; readonly end: number } | null>(null);
  const [moved, setMoved] = useState<EdgeRange | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const settle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(settle.current), []);
  const chosen = edgesOf(bins, range);
  const dragged: EdgeRange | null = drag && [Math.min(drag.start, drag.end), Math.max(drag.start, drag.end) + 1];
  const shown = dragged ?? moved ?? chosen;
  const isOpen = range[0] === null && range[1] === null && dragged === null && moved === null;
  const highest = Math.max(1, ...bins.map(({ n, ofAll }) => Math.max(n, ofAll)));
  const percentOf = (count: number) => `${(count / highest) * 100}%`;
  const isProtected = bins.some(({ own }) => typeof own === 'number');
  const percent = (edge: number) => `${(edge / bins.length) * 100}%`;

  function binAt({ clientX }: PointerEvent): number {
    const box = plot.current?.getBoundingClientRect();
    const share = box && box.width > 0 ? (clientX - box.left) / box.width : 0;
    return Math.min(bins.length - 1, Math.max(0, Math.floor(share * bins.length)));
  }

  function choose(next: EdgeRange) {
    clearTimeout(settle.current);
    setMoved(null);
    setDrag(null);
    // The same bars once more: everybody again.
    const isAgain = next[0] === chosen[0] && next[1] === chosen[1];
    onSet?.(isAgain ? [null, null] : rangeOf(bins, next));
  }

  function onKey(end: 'from' | 'to', event: KeyboardEvent) {
    const place = placeByKey(event.key, end === 'from' ? shown[0] : shown[1], bins.length);
    if (place === null) return;
    event.preventDefault();
    const next = movedEdge(shown, end, place, bins.length);
    setMoved(next);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => {
      setMoved(null);
      onSet?.(rangeOf(bins, next));
    }, settledMs);
  }

  const edge = (end: 'from' | 'to') => {
    const place = end === 'from' ? shown[0] : shown[1];
    return (
      <span
        className={styles['edge']}
        style={{ left: percent(place) }}
        role="slider"
        tabIndex={0}
        aria-label={t(end === 'from' ? 'from' : 'to', { variable: name })}
        aria-valuemin={0}
        aria-valuemax={bins.length}
        aria-valuenow={place}
        aria-valuetext={words.edge(place)}
        onKeyDown={(event) => onKey(end, event)}
      />
    );
  };

  return (
    <div className={styles['histogram']} role="group" aria-label={t('label', { variable: name })}>
      <div
        ref={plot}
        className={styles['plot']}
        data-still={onSet ? undefined : true}
        onPointerDown={(event) => {
          if (event.button !== 0 || !onSet) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ start: binAt(event), end: binAt(event) });
        }}
        onPointerMove={(event) => {
          setPointed(binAt(event));
          if (drag) setDrag({ ...drag, end: binAt(event) });
        }}
        onPointerUp={() => (dragged ? choose(dragged) : undefined)}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setPointed(null)}
      >
        {bins.map(({ from, n, atMost, own, ofAll, ofAllAtMost }, k) => (
          <span
            key={String(from)}
            className={styles['bin']}
            data-outside={k < shown[0] || k >= shown[1] ? true : undefined}
            data-pointed={k === pointed ? true : undefined}
          >
            {ofAllAtMost && atMost ? null : <span className={styles['all']} style={{ height: percentOf(ofAll) }} />}
            <span className={styles[atMost ? 'bound' : 'some']} style={{ height: percentOf(n) }} />
            {own ? <span className={styles['own']} style={{ height: percentOf(own) }} /> : null}
          </span>
        ))}
        {isOpen ? null : (
          <span
            className={styles['window']}
            style={{ left: percent(shown[0]), right: `${100 - (shown[1] / bins.length) * 100}%` }}
          />
        )}
        {onSet ? edge('from') : null}
        {onSet ? edge('to') : null}
      </div>
      <div className={styles['axis']} aria-hidden>
        {words.ticks.map(({ place, text }) => (
          <span key={place} style={{ left: percent(place) }} data-last={place > bins.length * 0.85 ? true : undefined}>
            {text}
          </span>
        ))}
      </div>
      {isProtected ? <ProtectedKey hasBounds={bins.some(({ atMost }) => atMost)} /> : null}
      <div className={styles['read']} aria-hidden>
        {pointed === null ? (isOpen ? (onSet ? t('hint') : '') : words.between(shown)) : words.bin(pointed)}
      </div>
    </div>
  );
}
