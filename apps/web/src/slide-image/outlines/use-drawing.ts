'use client';
import type { ImageAnnotation, OpenSeadragonAnnotator } from '@annotorious/openseadragon';
import '@annotorious/openseadragon/annotorious-openseadragon.css';
import type OpenSeadragon from 'openseadragon';
import { useCallback, useEffect, useRef, useState } from 'react';
import { annotationOf, regionsOf } from './annotorious-shape.ts';
import { isSameRegions, isUnsaved, type Outline, type Regions } from './outline.ts';

/** The first two are the library's; the others are drawn by hand (hand-layer.tsx). */
export type DrawTool = 'polygon' | 'rectangle' | 'freehand' | 'brush';

export const isByHand = (tool: DrawTool | null): tool is 'freehand' | 'brush' =>
  tool === 'freehand' || tool === 'brush';

export interface Drawing {
  /** Failed if the browser has no WebGL: outlines are then typed, and saved ones listed. */
  readonly state: 'waiting' | 'ready' | 'failed';
  readonly tool: DrawTool | null;
  readonly setTool: (tool: DrawTool | null) => void;
  readonly selected: string | null;
  readonly select: (key: string | null) => void;
}

interface DrawingOptions {
  readonly viewer: OpenSeadragon.Viewer | null;
  readonly outlines: readonly Outline[];
  readonly hidden: ReadonlySet<string>;
  readonly canWrite: boolean;
  /** `press` numbers the presses of the pointer: everything one press does is one gesture. */
  readonly onDrawn: (key: string, regions: Regions, press: number) => void;
}

const strokes = { saved: '#0b57d0', locked: '#1b6e3c', unsaved: '#c2410c' } as const;

/** The drawing tools over the slide: they show the outlines, and report what the user draws or moves. */
export function useDrawing({ viewer, outlines, hidden, canWrite, onDrawn }: DrawingOptions): Drawing {
  const [annotator, setAnnotator] = useState<OpenSeadragonAnnotator | null>(null);
  const [failed, setFailed] = useState(false);
  const [tool, setTool] = useState<DrawTool | null>(null);
  const [selected, setSelected] = useState<string | null>(null);
  const [drawn, setDrawn] = useState(0);
  // What the library calls back sees the newest of these, without being set up again.
  const latest = useRef({ outlines, canWrite, onDrawn, tool, isOurs: false, press: 0, closedBy: -Infinity });
  useEffect(() => {
    Object.assign(latest.current, { outlines, canWrite, onDrawn, tool });
  });

  useEffect(() => {
    if (viewer === null) return;
    let opened: OpenSeadragonAnnotator | null = null;
    let left = false;
    const onPress = () => void (latest.current.press += 1);
    const element = viewer.element;
    element.addEventListener('pointerdown', onPress, { capture: true });
    // A double click on the slide zooms, unless it draws, or closes an outline with either of its presses.
    const onDoubleClick = (event: OpenSeadragon.CanvasDoubleClickEvent): void => {
      const { tool: drawn, press, closedBy } = latest.current;
      if (drawn !== null || press - closedBy <= 1) event.preventDefaultAction = true;
    };
    viewer.addHandler('canvas-double-click', onDoubleClick);
    void import('@annotorious/openseadragon')
      .then(({ createOSDAnnotator, UserSelectAction }) => {
        if (left) return;
        const canEdit = ({ id }: ImageAnnotation): boolean =>
          latest.current.canWrite && latest.current.outlines.find(({ key }) => key === id)?.saved?.locked !== true;
        const here = createOSDAnnotator(viewer, {
          drawingEnabled: false,
          drawingMode: 'click',
          userSelectAction: (annotation) => (canEdit(annotation) ? UserSelectAction.EDIT : UserSelectAction.SELECT),
        });
        opened = here;
        here.on('selectionChanged', ([first]) => setSelected(first?.id ?? null));
        here.on('createAnnotation', () => {
          latest.current.closedBy = latest.current.press;
          setTool(null);
        });
        here.state.store.observe(({ changes }) => {
          if (latest.current.isOurs) return;
          const drawn = [...(changes.created ?? []), ...(changes.updated ?? []).map(({ newValue }) => newValue)];
          for (const annotation of drawn) {
            const regions = regionsOf(annotation);
            if (regions) latest.current.onDrawn(annotation.id, regions, latest.current.press);
          }
          // What became part of another outline is not one itself; not yet, while the library still holds it.
          setDrawn((count) => count + 1);
        });
        setAnnotator(here);
      })
      .catch(() => setFailed(true));
    return () => {
      left = true;
      element.removeEventListener('pointerdown', onPress, { capture: true });
      viewer.removeHandler('canvas-double-click', onDoubleClick);
      setAnnotator(null);
      setTool(null);
      setSelected(null);
      // The viewer may already be destroyed with everything in it.
      if (viewer.element) opened?.destroy();
    };
  }, [viewer]);

  useEffect(() => {
    if (annotator === null) return;
    latest.current.isOurs = true;
    follow(annotator, outlines);
    latest.current.isOurs = false;
  }, [annotator, outlines, drawn]);

  useEffect(() => {
    annotator?.setStyle(({ id }, state) => {
      const outline = outlines.find(({ key }) => key === id);
      const stroke = strokes[outline?.saved?.locked ? 'locked' : outline && isUnsaved(outline) ? 'unsaved' : 'saved'];
      return { stroke, strokeWidth: state?.selected || state?.hovered ? 3 : 2, fill: stroke, fillOpacity: 0.08 };
    });
  }, [annotator, outlines]);

  useEffect(() => {
    annotator?.setFilter(hidden.size === 0 ? undefined : ({ id }) => !hidden.has(id));
  }, [annotator, hidden]);

  useEffect(() => {
    if (annotator === null) return;
    const own = isByHand(tool) ? null : tool;
    if (own !== null) annotator.setDrawingTool(own);
    // A rectangle is dragged from corner to corner; a polygon is clicked corner by corner.
    annotator.setDrawingMode(own === 'rectangle' ? 'drag' : 'click');
    if (own === null) annotator.cancelDrawing();
    annotator.setDrawingEnabled(own !== null);
  }, [annotator, tool]);

  const select = useCallback(
    (key: string | null) => (key === null ? annotator?.cancelSelected() : annotator?.setSelected(key)),
    [annotator],
  );
  return { state: failed ? 'failed' : annotator === null ? 'waiting' : 'ready', tool, setTool, selected, select };
}

/** Holes, or several regions. */
const hasParts = ({ target }: ImageAnnotation): boolean => (target.selector.type as string) === 'MULTIPOLYGON';

/** Updates the library's shapes to match the outlines. */
function follow(annotator: OpenSeadragonAnnotator, outlines: readonly Outline[]): void {
  const known = new Map(annotator.getAnnotations().map((annotation) => [annotation.id, annotation]));
  for (const { key, regions } of outlines) {
    const shown = known.get(key);
    known.delete(key);
    const drawn = shown && regionsOf(shown);
    if (!shown) annotator.addAnnotation(annotationOf(key, regions));
    else if (hasParts(shown) !== hasParts(annotationOf(key, regions))) {
      // A polygon that got a hole has other handles: the library's editor of the one breaks on the other.
      if (annotator.getSelected().some(({ id }) => id === key)) annotator.cancelSelected();
      annotator.removeAnnotation(key);
      annotator.addAnnotation(annotationOf(key, regions));
    } else if (!drawn || !isSameRegions(drawn, regions)) annotator.updateAnnotation(annotationOf(key, regions));
  }
  for (const key of known.keys()) annotator.removeAnnotation(key);
}
