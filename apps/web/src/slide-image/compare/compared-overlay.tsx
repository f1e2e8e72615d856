'use client';
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
} from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { IconArrowsHorizontal } from '@tabler/icons-react';
import { HeatmapOverlay } from '../heatmap/heatmap-overlay.tsx';
import { type View } from '../viewer/fit.ts';
import styles from './compare.module.css';
import { type Comparison, type StagePlace } from './use-comparison.ts';

/** Of the lens, on the screen. */
const radiusPx = 110;
const stepShare = 0.02;

interface ComparedOverlayProps {
  readonly comparison: Comparison;
  /** What panels cover of the stage. */
  readonly covered: { readonly right: number; readonly bottom: number };
  readonly view: View;
  readonly stage: RefObject<HTMLElement | null>;
}

/** The colours of A and of B over the same slide, each on its side of a divider, or B in a lens over A. */
export function ComparedOverlay({ comparison, covered, view, stage }: ComparedOverlayProps) {
  const { a, b, mode } = comparison;
  const at = comparison.at ?? {
    x: (view.width - covered.right) / 2 / view.width,
    y: (view.height - covered.bottom) / 2 / view.height,
  };
  const placed = { ...comparison, at };
  const [x, y] = [at.x * view.width, at.y * view.height];
  const [ofA, ofB]: readonly [CSSProperties, CSSProperties] =
    mode === 'divider'
      ? [{ clipPath: `inset(0 ${view.width - x}px 0 0)` }, { clipPath: `inset(0 0 0 ${x}px)` }]
      : [
          { maskImage: `radial-gradient(circle at ${x}px ${y}px, transparent ${radiusPx}px, #000 ${radiusPx + 1}px)` },
          { clipPath: `circle(${radiusPx}px at ${x}px ${y}px)` },
        ];
  return (
    <>
      <div className={styles['side']} style={ofA} data-side="a">
        <HeatmapOverlay heatmap={a} view={view} />
      </div>
      <div className={styles['side']} style={ofB} data-side="b">
        <HeatmapOverlay heatmap={{ ...b, chosen: null }} view={view} />
      </div>
      {mode === 'divider' ? (
        <Divider comparison={placed} view={view} stage={stage} />
      ) : (
        <Lens comparison={placed} view={view} stage={stage} />
      )}
    </>
  );
}

interface PlacedProps extends Pick<ComparedOverlayProps, 'view' | 'stage'> {
  readonly comparison: Placed;
}

type Placed = Comparison & { readonly at: StagePlace };

function Divider({ comparison, view, stage }: PlacedProps) {
  const t = useTranslations('stage');
  const { at, moveTo, nameA, nameB } = comparison;
  const drag = (event: PointerEvent): void => {
    const box = stage.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    moveTo({ ...at, x: (event.clientX - box.left) / box.width });
  };
  return (
    <div
      className={styles['divider']}
      style={{ left: at.x * view.width }}
      role="slider"
      tabIndex={0}
      aria-label={t('compare.divider', { a: nameA, b: nameB })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at.x * 100)}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
      onKeyDown={(event) => onArrows(event, comparison)}
    >
      <span aria-hidden className={styles['nameA']}>
        A
      </span>
      <span aria-hidden className={styles['grip']}>
        <IconArrowsHorizontal size={16} />
      </span>
      <span aria-hidden className={styles['nameB']}>
        B
      </span>
    </div>
  );
}

/** Follows the pointer; what it is over can still be moved and zoomed. */
function Lens({ comparison, view, stage }: PlacedProps) {
  const t = useTranslations('stage');
  const format = useFormatter();
  const { at, moveTo, nameA, nameB } = comparison;
  const follow = useEffectEvent((event: globalThis.PointerEvent) => {
    const box = stage.current?.getBoundingClientRect();
    if (box) moveTo({ x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  });
  useEffect(() => {
    const here = stage.current;
    const move = (event: globalThis.PointerEvent): void => follow(event);
    // Before the viewer, which may stop the event.
    here?.addEventListener('pointermove', move, { capture: true });
    return () => here?.removeEventListener('pointermove', move, { capture: true });
  }, [stage]);
  const percent = (share: number): string => format.number(share, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <div
      className={styles['lens']}
      style={{ left: at.x * view.width, top: at.y * view.height, width: 2 * radiusPx, height: 2 * radiusPx }}
      role="slider"
      tabIndex={0}
      aria-label={t('compare.lens', { a: nameA, b: nameB })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at.x * 100)}
      aria-valuetext={t('compare.lensAt', { x: percent(at.x), y: percent(at.y) })}
      onKeyDown={(event) => onArrows(event, comparison)}
    >
      <span aria-hidden>B</span>
    </div>
  );
}

function onArrows(event: KeyboardEvent, { mode, at, moveTo }: Placed): void {
  const by = event.shiftKey ? stepShare * 5 : stepShare;
  const moved: Readonly<Record<string, typeof at>> = {
    ArrowLeft: { ...at, x: at.x - by },
    ArrowRight: { ...at, x: at.x + by },
    Home: { ...at, x: 0 },
    End: { ...at, x: 1 },
    ...(mode === 'lens' && { ArrowUp: { ...at, y: at.y - by }, ArrowDown: { ...at, y: at.y + by } }),
  };
  const to = moved[event.key];
  if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  // The stage would move the slide.
  event.stopPropagation();
  moveTo(to);
}
