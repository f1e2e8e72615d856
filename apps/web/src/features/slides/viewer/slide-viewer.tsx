'use client';
import { useReducedMotion } from '@mantine/hooks';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { PatchLegend } from './patch-legend.tsx';
import { PatchOverlay } from './patch-overlay.tsx';
import { type PatchColumns } from './patch-rectangles.ts';
import { objectiveOf, scaleBar } from './scale-bar.ts';
import { type Pyramid } from './tile-url.ts';
import { Toolbar } from './toolbar.tsx';
import { useViewer } from './use-viewer.ts';
import styles from './viewer.module.css';

interface SlideViewerProps {
  readonly slideId: string;
  /** Said to those who do not see the image. */
  readonly label: string;
  readonly file: Pyramid & { readonly micronsPerPixel: number | null; readonly objectivePower: number | null };
  /** The patches of the run shown beside it; null where there is none. */
  readonly patches: PatchColumns | null;
}

const scaleBarRoomPx = 130;
const step = 0.2;

/** A slide to move about in, by mouse, touch or keyboard: + − 0, arrows, f for the full screen, p for the patches. */
export function SlideViewer({ slideId, label, file, patches }: SlideViewerProps) {
  const t = useTranslations('slides');
  const frame = useRef<HTMLDivElement | null>(null);
  const stage = useRef<HTMLDivElement | null>(null);
  const [showPatches, setShowPatches] = useState(false);
  const viewer = useViewer(stage, slideId, file, useReducedMotion() ?? false);
  const { view } = viewer;

  const fullScreen = (): void => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void frame.current?.requestFullscreen();
  };

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => viewer.zoomBy(1.4),
    '=': () => viewer.zoomBy(1.4),
    '-': () => viewer.zoomBy(1 / 1.4),
    '0': viewer.fit,
    ArrowLeft: () => viewer.panBy(-step, 0),
    ArrowRight: () => viewer.panBy(step, 0),
    ArrowUp: () => viewer.panBy(0, -step),
    ArrowDown: () => viewer.panBy(0, step),
    f: fullScreen,
    p: () => setShowPatches((shown) => !shown),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const bar = view === null ? null : scaleBar(file.micronsPerPixel, 1 / view.scale, scaleBarRoomPx);
  return (
    <div ref={frame} className={styles['frame']}>
      <Toolbar
        viewer={viewer}
        objective={objectiveOf(file.objectivePower, file.micronsPerPixel)}
        patches={patches === null ? null : { shown: showPatches, toggle: () => setShowPatches((shown) => !shown) }}
        onFullScreen={fullScreen}
      />
      <div
        className={styles['stage']}
        tabIndex={0}
        role="group"
        aria-label={`${label}. ${t('viewer.keys')}`}
        onKeyDown={onKeyDown}
      >
        <div ref={stage} className={styles['image']} />
        {showPatches && patches !== null && view !== null && <PatchOverlay patches={patches} view={view} />}
        <div className={styles['scale']}>
          {bar === null ? (
            <span title={t('viewer.scaleUnknown')}>{view === null ? '' : `? ${t('viewer.scaleUnknown')}`}</span>
          ) : (
            <>
              <span>{bar.label}</span>
              <span className={styles['bar']} style={{ width: bar.lengthPx }} />
            </>
          )}
        </div>
        {viewer.failed && (
          <p role="alert" className={styles['notice']}>
            {t('viewer.tilesFailed')}
          </p>
        )}
      </div>
      {showPatches && patches !== null && <PatchLegend patches={patches} />}
    </div>
  );
}
