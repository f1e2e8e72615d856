'use client';
import { useElementSize, useReducedMotion } from '@mantine/hooks';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DrawBar } from '../outlines/draw-bar.tsx';
import { type Outlines } from '../outlines/use-outlines.ts';
import { HeatmapBar } from '../heatmap/heatmap-bar.tsx';
import { HeatmapOverlay } from '../heatmap/heatmap-overlay.tsx';
import { HeatmapReadout } from '../heatmap/heatmap-readout.tsx';
import { OriginalBeside } from '../heatmap/original-beside.tsx';
import { type Heatmap } from '../heatmap/heatmap.ts';
import { type HeatmapLayers } from '../heatmap/use-heatmap.ts';
import { PatchLegend } from './patch-legend.tsx';
import { PatchOverlay } from './patch-overlay.tsx';
import { type PatchColumns } from './patch-rectangles.ts';
import { magnifications, objectiveOf, scaleBar, zoomOfMagnification } from './scale-bar.ts';
import { type Pyramid } from './tile-url.ts';
import { Toolbar } from './toolbar.tsx';
import { type SlideViewer as ViewerState, useViewer } from './use-viewer.ts';
import styles from './viewer.module.css';

interface SlideViewerProps {
  readonly slideId: string;
  /** Read out to those who do not see the image. */
  readonly label: string;
  readonly file: Pyramid & { readonly micronsPerPixel: number | null; readonly objectivePower: number | null };
  /** The patches of the run shown beside it; null if there is none. */
  readonly patches: PatchColumns | null;
  /** What the colours over the slide may show of that run: its sensitivity, the attention of its head, or nothing. */
  readonly layers: HeatmapLayers;
  readonly outlines: Outlines;
  /** To the previous (-1) or next (1) slide of the strip. */
  readonly onNeighbour: (step: -1 | 1) => void;
  /** Under the image: the strip of slides. */
  readonly children?: ReactNode;
}

const scaleBarRoomPx = 130;
const step = 0.2;

/** A slide to navigate and to draw on, by mouse, touch or keyboard; `?` lists the keys. */
export function SlideViewer(props: SlideViewerProps) {
  const { slideId, label, file, patches, layers, outlines, onNeighbour, children } = props;
  const { heatmap } = layers;
  const t = useTranslations('slides');
  const ts = useTranslations('sensitivity');
  const ta = useTranslations('attention');
  const frame = useRef<HTMLDivElement | null>(null);
  const stage = useRef<HTMLDivElement | null>(null);
  const [showPatches, setShowPatches] = useState(false);
  const { ref: atTop, height: top } = useElementSize();
  const { ref: atLeft, width: left } = useElementSize();
  const { ref: atBottom, height: bottom } = useElementSize();
  const viewer = useViewer(stage, slideId, file, {
    still: useReducedMotion() ?? false,
    insets: { top, right: 0, bottom, left },
  });
  const [showKeys, setShowKeys] = useState(false);
  const { view, library } = viewer;
  const { attach, drawing } = outlines;
  const objective = objectiveOf(file.objectivePower, file.micronsPerPixel);
  useEffect(() => {
    attach(library);
    return () => attach(null);
  }, [attach, library]);
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
    '[': () => onNeighbour(-1),
    ']': () => onNeighbour(1),
    '?': () => setShowKeys((shown) => !shown),
    Escape: () => {
      drawing.setTool(null);
      drawing.select(null);
    },
    ...(outlines.canWrite && { o: () => drawing.setTool('polygon'), r: () => drawing.setTool('rectangle') }),
    ...(objective &&
      magnificationKeys((magnification) => viewer.zoomTo(zoomOfMagnification(magnification, objective)))),
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
  /** Before the drawing library, which has an undo history of its own, sees them. */
  const onUndoKeys = (event: KeyboardEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'y' || event.shiftKey) outlines.redo();
    else outlines.undo();
  };

  const bar = view === null ? null : scaleBar(file.micronsPerPixel, 1 / view.scale, scaleBarRoomPx);
  return (
    <div ref={frame} className={styles['frame']}>
      <div className={styles['theatre']}>
        <div className={styles['tools']}>
          <div ref={atTop} className={styles['top']}>
            <Toolbar
              viewer={viewer}
              objective={objective}
              keys={{
                shown: showKeys,
                show: setShowKeys,
                canWrite: outlines.canWrite,
                hasSensitivity: heatmap !== null,
              }}
              patches={
                patches === null ? null : { shown: showPatches, toggle: () => setShowPatches((shown) => !shown) }
              }
              onFullScreen={fullScreen}
            />
          </div>
          <div ref={atLeft} className={styles['left']}>
            {outlines.canWrite && <DrawBar outlines={outlines} view={view} size={file} />}
          </div>
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
          <div ref={atBottom} className={styles['bottom']}>
            {showPatches && patches !== null && <PatchLegend patches={patches} />}
            {heatmap !== null && <HeatmapBar heatmap={heatmap} layers={layers} />}
          </div>
        </div>
        <div className={styles['stages']}>
          {heatmap?.isBeside === true && <OriginalBeside slideId={slideId} file={file} beside={viewer} />}
          <div
            className={styles['stage']}
            tabIndex={0}
            role="group"
            aria-label={[
              `${label}. ${t('viewer.keys')}`,
              heatmap && (heatmap.kind === 'attention' ? ta('keys') : ts('keys')),
            ]
              .filter(Boolean)
              .join(' ')}
            data-view={view === null ? undefined : `${view.scale} ${view.left} ${view.top}`}
            onKeyDownCapture={onUndoKeys}
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
            {viewer.failed && (
              <p role="alert" className={styles['notice']}>
                {t('viewer.tilesFailed')}
              </p>
            )}
          </div>
        </div>
      </div>
      {children}
    </div>
  );
}

/** Goes to the place chosen in the gallery or the table, each time one is chosen. */
function useGoing({ show, view }: ViewerState, heatmap: Heatmap | null): void {
  const target = heatmap?.target ?? null;
  const isReady = view !== null;
  useEffect(() => {
    if (target !== null && isReady) show(target);
    // oxlint-disable-next-line react/exhaustive-deps -- `show` is made anew with every drawing and does the same
  }, [target, isReady]);
}

/** 1 to 6 for the magnifications in their order. */
function magnificationKeys(zoom: (magnification: number) => void): Readonly<Record<string, () => void>> {
  return Object.fromEntries(magnifications.map((magnification, i) => [String(i + 1), () => zoom(magnification)]));
}
