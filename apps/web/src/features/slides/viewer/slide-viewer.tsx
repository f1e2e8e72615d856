'use client';
import { useReducedMotion } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { HeatmapBar } from '../sensitivity/heatmap-bar.tsx';
import { HeatmapOverlay } from '../sensitivity/heatmap-overlay.tsx';
import { HeatmapReadout } from '../sensitivity/heatmap-readout.tsx';
import { OriginalBeside } from '../sensitivity/original-beside.tsx';
import { type Heatmap } from '../sensitivity/use-heatmap.ts';
import { PatchLegend } from './patch-legend.tsx';
import { PatchOverlay } from './patch-overlay.tsx';
import { type PatchColumns } from './patch-rectangles.ts';
import { objectiveOf, scaleBar } from './scale-bar.ts';
import { type Pyramid } from './tile-url.ts';
import { Toolbar } from './toolbar.tsx';
import { type SlideViewer as ViewerState, useViewer } from './use-viewer.ts';
import styles from './viewer.module.css';

interface SlideViewerProps {
  readonly slideId: string;
  /** Said to those who do not see the image. */
  readonly label: string;
  readonly file: Pyramid & { readonly micronsPerPixel: number | null; readonly objectivePower: number | null };
  /** The patches of the run shown beside it; null where there is none. */
  readonly patches: PatchColumns | null;
  /** What explains the score of that run; null where nothing does. */
  readonly heatmap: Heatmap | null;
}

const scaleBarRoomPx = 130;
const step = 0.2;

/** A slide to move about in, by mouse, touch or keyboard: + − 0, arrows, f for the full screen, p for the patches. */
export function SlideViewer({ slideId, label, file, patches, heatmap }: SlideViewerProps) {
  const t = useTranslations('slides');
  const ts = useTranslations('sensitivity');
  const frame = useRef<HTMLDivElement | null>(null);
  const stage = useRef<HTMLDivElement | null>(null);
  const [showPatches, setShowPatches] = useState(false);
  const viewer = useViewer(stage, slideId, file, useReducedMotion() ?? false);
  const { view } = viewer;
  useGoing(viewer, heatmap);

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
    ...(heatmap && {
      h: heatmap.toggle,
      b: heatmap.toggleBeside,
      n: () => heatmap.step(1),
      N: () => heatmap.step(-1),
    }),
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
      <div className={styles['stages']}>
        {heatmap?.isBeside === true && <OriginalBeside slideId={slideId} file={file} beside={viewer} />}
        <div
          className={styles['stage']}
          tabIndex={0}
          role="group"
          aria-label={[`${label}. ${t('viewer.keys')}`, heatmap && ts('keys')].filter(Boolean).join(' ')}
          onKeyDown={onKeyDown}
        >
          <div ref={stage} className={styles['image']} />
          {showPatches && patches !== null && view !== null && <PatchOverlay patches={patches} view={view} />}
          {heatmap !== null && view !== null && (
            <>
              <HeatmapOverlay heatmap={heatmap} view={view} />
              <HeatmapReadout heatmap={heatmap} view={view} stage={stage} />
            </>
          )}
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
      </div>
      {showPatches && patches !== null && <PatchLegend patches={patches} />}
      {heatmap !== null && <HeatmapBar heatmap={heatmap} />}
    </div>
  );
}

/** Goes where the gallery or the table points, each time it does. */
function useGoing({ show, view }: ViewerState, heatmap: Heatmap | null): void {
  const target = heatmap?.target ?? null;
  const isReady = view !== null;
  useEffect(() => {
    if (target !== null && isReady) show(target);
    // `show` is made anew with every drawing and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [target, isReady]);
}
