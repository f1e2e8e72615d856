'use client';
import { useElementSize, useReducedMotion } from '@mantine/hooks';
import { type CSSProperties, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ComparedOverlay } from '../compare/compared-overlay.tsx';
import { type Comparison } from '../compare/use-comparison.ts';
import { DrawBar } from '../outlines/draw-bar.tsx';
import { DrawOptions } from '../outlines/draw-options.tsx';
import { HandLayer } from '../outlines/hand-layer.tsx';
import { isByHand } from '../outlines/use-drawing.ts';
import { type Outlines } from '../outlines/use-outlines.ts';
import { HeatmapBar } from '../heatmap/heatmap-bar.tsx';
import { HeatmapOverlay } from '../heatmap/heatmap-overlay.tsx';
import { HeatmapReadout } from '../heatmap/heatmap-readout.tsx';
import { OriginalBeside } from '../heatmap/original-beside.tsx';
import { type Heatmap } from '../heatmap/heatmap.ts';
import { type HeatmapLayers } from '../heatmap/use-heatmap.ts';
import { StageDock, type StagePanel } from '../stage/stage-dock.tsx';
import { type StageState } from '../stage/use-stage-places.ts';
import { PatchLegend } from './patch-legend.tsx';
import { PatchOverlay } from './patch-overlay.tsx';
import { type PatchColumns } from './patch-rectangles.ts';
import { objectiveOf, scaleBar } from './scale-bar.ts';
import { type Pyramid } from './tile-url.ts';
import { Toolbar } from './toolbar.tsx';
import { useFullScreen } from './use-full-screen.ts';
import { type ComingPatches } from './use-judged-patches.ts';
import { type ShownRegion, type SlideViewer as ViewerState, useViewer } from './use-viewer.ts';
import { keysOf, onKey, onUndoKeys } from './viewer-keys.ts';
import styles from './viewer.module.css';

interface SlideViewerProps {
  readonly slideId: string;
  /** Read out to those who do not see the image. */
  readonly label: string;
  readonly file: Pyramid & { readonly micronsPerPixel: number | null; readonly objectivePower: number | null };
  /** The patches of the run shown beside it; null if there is none. */
  readonly patches: PatchColumns | null;
  /** Those of a run without a score, as they come; shown instead, and no colours with them. */
  readonly coming: ComingPatches | null;
  /** What the colours over the slide may show of that run: its sensitivity, the attention of its head, or nothing. */
  readonly layers: HeatmapLayers;
  /** Two heatmaps under one lens, instead of the one; null if none are compared. */
  readonly comparison: Comparison | null;
  readonly outlines: Outlines;
  /** To the previous (-1) or next (1) slide of the strip. */
  readonly onNeighbour: (step: -1 | 1) => void;
  readonly stage: StageState;
  /** The name of the slide and the way back, above the tools. */
  readonly head: ReactNode;
  readonly panels: readonly StagePanel[];
  /** In one line, where the panels are folded. */
  readonly summary: ReactNode;
  /** Under the image: the strip of slides. */
  readonly children?: ReactNode;
}

const scaleBarRoomPx = 130;

/** A slide to navigate and to draw on, by mouse, touch or keyboard; `?` lists the keys. What is known of it lies over it. */
export function SlideViewer(props: SlideViewerProps) {
  const { slideId, label, file, coming, layers, comparison, outlines, onNeighbour, stage, children } = props;
  const heatmap = coming === null ? layers.heatmap : null;
  const compared = coming === null ? comparison : null;
  const patches = coming?.patches ?? props.patches;
  const t = useTranslations('slides');
  const ts = useTranslations('sensitivity');
  const ta = useTranslations('attention');
  const image = useRef<HTMLDivElement | null>(null);
  const [asked, setAsked] = useState<boolean | null>(null);
  const showPatches = asked ?? coming !== null;
  const togglePatches = (): void => setAsked(!showPatches);
  const { ref: atTop, height: top } = useElementSize();
  const { ref: atLeft, width: left } = useElementSize();
  const { ref: atBottom, height: bottom } = useElementSize();
  const { ref: dock, width: dockWidth, height: dockHeight } = useElementSize();
  const isBeside = heatmap?.isBeside === true && compared === null;
  const covered = stage.isNarrow ? { right: 0, bottom: dockHeight } : { right: dockWidth, bottom: 0 };
  const viewer = useViewer(image, slideId, file, {
    still: useReducedMotion() ?? false,
    // Two views side by side are both beside the panels.
    insets: { top, right: isBeside ? 0 : covered.right, bottom: bottom + covered.bottom, left },
  });
  const [showKeys, setShowKeys] = useState(false);
  const { isFull, toggle: fullScreen } = useFullScreen();
  const { view, library } = viewer;
  const { attach } = outlines;
  const objective = objectiveOf(file.objectivePower, file.micronsPerPixel);
  const show = useEffectEvent((region: ShownRegion) => viewer.show(region));
  useEffect(() => {
    attach(library && { library, show: (region) => show(region) });
    return () => attach(null);
  }, [attach, library]);
  useGoing(viewer, heatmap);
  const { toggleDock, toggleFilm } = stage;
  const toggleKeys = (): void => setShowKeys((shown) => !shown);
  const keys = keysOf({
    ...{ viewer, objective, heatmap, outlines, fullScreen, togglePatches, toggleKeys, toggleDock, toggleFilm },
    onNeighbour,
  });
  const film = stage.isFilmFolded ? null : children;
  const bar = view === null ? null : scaleBar(file.micronsPerPixel, 1 / view.scale, scaleBarRoomPx);
  return (
    <div className={styles['frame']} data-full={isFull || undefined}>
      <div
        className={styles['theatre']}
        data-sheet={stage.isNarrow && !stage.isDockFolded}
        style={
          { '--dock-width': `${isBeside ? 0 : covered.right}px`, '--tools-height': `${top + 12}px` } as CSSProperties
        }
      >
        <div className={styles['scene']}>
          <div className={styles['tools']} style={{ right: covered.right, bottom: covered.bottom }}>
            <div ref={atTop} className={styles['top']}>
              {props.head}
              <Toolbar
                viewer={viewer}
                objective={objective}
                keys={{
                  shown: showKeys,
                  show: setShowKeys,
                  canWrite: outlines.canWrite,
                  hasSensitivity: heatmap !== null,
                }}
                patches={patches === null ? null : { shown: showPatches, toggle: togglePatches }}
                film={children ? { shown: !stage.isFilmFolded, toggle: toggleFilm } : null}
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
              {outlines.canWrite && <DrawOptions outlines={outlines} />}
              {showPatches && patches !== null && <PatchLegend patches={patches} coming={coming} />}
              {heatmap !== null && (
                <HeatmapBar heatmap={compared?.a ?? heatmap} layers={layers} comparison={compared} />
              )}
            </div>
          </div>
          <div className={styles['stages']}>
            {heatmap?.isBeside === true && compared === null && (
              <OriginalBeside slideId={slideId} file={file} beside={viewer} />
            )}
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
              onKeyDownCapture={(event) => onUndoKeys(event, outlines)}
              onKeyDown={(event) => onKey(event, keys)}
            >
              <div ref={image} className={styles['image']} />
              {showPatches && patches !== null && view !== null && (
                <PatchOverlay patches={patches} view={view} isComing={coming !== null} />
              )}
              {compared !== null && view !== null && (
                <ComparedOverlay comparison={compared} covered={covered} view={view} stage={image} />
              )}
              {heatmap !== null && view !== null && (
                <>
                  {compared === null && <HeatmapOverlay heatmap={heatmap} view={view} />}
                  <HeatmapReadout heatmap={heatmap} other={compared?.b ?? null} view={view} stage={image} />
                </>
              )}
              {isByHand(outlines.drawing.tool) && view !== null && (
                <HandLayer
                  tool={outlines.drawing.tool}
                  radiusPx={outlines.brushPx}
                  view={view}
                  size={file}
                  isCutting={outlines.combining.mode === 'subtract'}
                  onDrawn={(regions) => outlines.combining.receive(null, regions, null)}
                />
              )}
              {viewer.failed && (
                <p role="alert" className={styles['notice']}>
                  {t('viewer.tilesFailed')}
                </p>
              )}
            </div>
          </div>
        </div>
        {stage.isNarrow ? null : <div style={{ marginRight: covered.right }}>{film}</div>}
        <StageDock ref={dock} panels={props.panels} stage={stage} summary={props.summary} />
      </div>
      {stage.isNarrow ? film : null}
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
