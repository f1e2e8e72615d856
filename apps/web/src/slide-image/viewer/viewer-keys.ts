import { type KeyboardEvent } from 'react';
import { type Heatmap } from '../heatmap/heatmap.ts';
import { type Outlines } from '../outlines/use-outlines.ts';
import { magnifications, type ObjectivePower, zoomOfMagnification } from './scale-bar.ts';
import { type SlideViewer } from './use-viewer.ts';

const step = 0.2;

export interface KeyActions {
  readonly viewer: SlideViewer;
  readonly objective: ObjectivePower | null;
  readonly heatmap: Heatmap | null;
  readonly outlines: Outlines;
  readonly fullScreen: () => void;
  readonly togglePatches: () => void;
  readonly toggleKeys: () => void;
  readonly toggleDock: () => void;
  readonly toggleFilm: () => void;
  readonly onNeighbour: (step: -1 | 1) => void;
}

type Keys = Readonly<Record<string, () => void>>;

/** What each key does while the slide has the focus; `?` lists them (keys-help.tsx). */
export function keysOf(actions: KeyActions): Keys {
  const { viewer, objective, heatmap, outlines, onNeighbour } = actions;
  const { drawing } = outlines;
  return {
    '+': () => viewer.zoomBy(1.4),
    '=': () => viewer.zoomBy(1.4),
    '-': () => viewer.zoomBy(1 / 1.4),
    '0': viewer.fit,
    ArrowLeft: () => viewer.panBy(-step, 0),
    ArrowRight: () => viewer.panBy(step, 0),
    ArrowUp: () => viewer.panBy(0, -step),
    ArrowDown: () => viewer.panBy(0, step),
    f: actions.fullScreen,
    p: actions.togglePatches,
    '[': () => onNeighbour(-1),
    ']': () => onNeighbour(1),
    '\\': actions.toggleDock,
    m: actions.toggleFilm,
    '?': actions.toggleKeys,
    Escape: () => {
      drawing.setTool(null);
      drawing.select(null);
    },
    ...(outlines.canWrite && {
      o: () => drawing.setTool('polygon'),
      r: () => drawing.setTool('rectangle'),
      l: () => drawing.setTool('freehand'),
      d: () => drawing.setTool('brush'),
    }),
    ...(objective &&
      magnificationKeys((magnification) => viewer.zoomTo(zoomOfMagnification(magnification, objective)))),
    ...(heatmap && {
      h: heatmap.toggle,
      b: heatmap.toggleBeside,
      n: () => heatmap.step(1),
      N: () => heatmap.step(-1),
    }),
  };
}

/** 1 to 6 for the magnifications in their order. */
function magnificationKeys(zoom: (magnification: number) => void): Keys {
  return Object.fromEntries(magnifications.map((magnification, i) => [String(i + 1), () => zoom(magnification)]));
}

export function onKey(event: KeyboardEvent, keys: Keys): void {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
}

/** Before the drawing library, which has an undo history of its own, sees them. */
export function onUndoKeys(event: KeyboardEvent, outlines: Outlines): void {
  if (!event.ctrlKey && !event.metaKey) return;
  const key = event.key.toLowerCase();
  if (key !== 'z' && key !== 'y') return;
  event.preventDefault();
  event.stopPropagation();
  if (key === 'y' || event.shiftKey) outlines.redo();
  else outlines.undo();
}
