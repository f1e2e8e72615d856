import { isSameRegions, isUnsaved, type Outline, type Regions, type SavedRoi } from './outline.ts';

interface Shape {
  readonly key: string;
  readonly name: string;
  readonly regions: Regions;
}

export interface OutlinesState {
  readonly present: readonly Shape[];
  /** By key, what the portal has stored. */
  readonly saved: Readonly<Record<string, SavedRoi>>;
  readonly past: readonly (readonly Shape[])[];
  readonly future: readonly (readonly Shape[])[];
  /** What the last press of the pointer draws: its many small steps are one undo step, however slow the drag. */
  readonly gesture: { readonly key: string; readonly press: number } | null;
}

export type OutlinesAction =
  /** What the portal sends: new outlines are added, and those not changed here are updated. */
  | { readonly type: 'seen'; readonly rois: readonly SavedRoi[] }
  /** Drawn or typed, new or changed; `press` numbers the presses of the pointer, null without one. */
  | {
      readonly type: 'drawn';
      readonly key: string;
      readonly name: string;
      readonly regions: Regions;
      readonly press: number | null;
    }
  | { readonly type: 'renamed'; readonly key: string; readonly name: string }
  /** An outline that was never saved is removed; undo restores it. */
  | { readonly type: 'dropped'; readonly key: string }
  /** The portal saved it: what it stored is shown here, and the undo history starts again. */
  | { readonly type: 'stored'; readonly key: string; readonly roi: SavedRoi }
  /** Only the lock changed. */
  | { readonly type: 'locked'; readonly key: string; readonly roi: SavedRoi }
  /** The portal removed it from the slide: undo does not restore it. */
  | { readonly type: 'deleted'; readonly key: string }
  | { readonly type: 'undo' }
  | { readonly type: 'redo' };

export const noOutlines: OutlinesState = { present: [], saved: {}, past: [], future: [], gesture: null };

const mostSteps = 200;

export function outlinesOf({ present, saved }: OutlinesState): Outline[] {
  return present.map((shape) => ({ ...shape, saved: saved[shape.key] ?? null }));
}

export function changeOutlines(state: OutlinesState, action: OutlinesAction): OutlinesState {
  switch (action.type) {
    case 'seen':
      return action.rois.reduce(see, state);
    case 'drawn':
      return draw(state, action);
    case 'renamed':
      return { ...state, present: replace(state.present, action.key, { name: action.name }) };
    case 'dropped':
      return step(state, without(state.present, action.key));
    case 'stored':
      return {
        present: replace(state.present, action.key, shapeOf(action.key, action.roi)),
        saved: { ...state.saved, [action.key]: action.roi },
        past: [],
        future: [],
        gesture: null,
      };
    case 'locked':
      return { ...state, saved: { ...state.saved, [action.key]: action.roi } };
    case 'deleted': {
      const { [action.key]: _, ...saved } = state.saved;
      const clean = (shapes: readonly Shape[]) => without(shapes, action.key);
      return {
        ...state,
        saved,
        present: clean(state.present),
        past: state.past.map(clean),
        future: state.future.map(clean),
      };
    }
    case 'undo': {
      const before = state.past.at(-1);
      if (!before) return state;
      const future = [state.present, ...state.future];
      return { ...state, present: keepSaved(before, state), past: state.past.slice(0, -1), future, gesture: null };
    }
    case 'redo': {
      const [after, ...future] = state.future;
      if (!after) return state;
      return {
        ...state,
        present: keepSaved(after, state),
        past: [...state.past, state.present],
        future,
        gesture: null,
      };
    }
  }
}

function see(state: OutlinesState, roi: SavedRoi): OutlinesState {
  const key = Object.keys(state.saved).find((one) => state.saved[one]?.id === roi.id);
  if (key === undefined) {
    const add = (shapes: readonly Shape[]) => [...shapes, shapeOf(roi.id, roi)];
    const [past, future] = [state.past.map(add), state.future.map(add)];
    return { ...state, present: add(state.present), past, future, saved: { ...state.saved, [roi.id]: roi } };
  }
  const outline = outlinesOf(state).find((one) => one.key === key);
  const known = state.saved[key];
  if (!outline || !known) return state;
  if (known.version === roi.version) return known === roi ? state : { ...state, saved: { ...state.saved, [key]: roi } };
  // Somebody else's newer version replaces one not changed here; otherwise saving will report the conflict.
  if (isUnsaved(outline) || roi.version < known.version) return state;
  const present = replace(state.present, key, shapeOf(key, roi));
  return { ...state, present, saved: { ...state.saved, [key]: roi } };
}

function draw(state: OutlinesState, { key, name, regions, press }: OutlinesAction & { type: 'drawn' }): OutlinesState {
  const known = state.present.find((shape) => shape.key === key);
  if (known && isSameRegions(known.regions, regions)) return state;
  const present = known ? replace(state.present, key, { regions }) : [...state.present, { key, name, regions }];
  const goesOn = known && press !== null && state.gesture?.key === key && state.gesture.press === press;
  const gesture = press === null ? null : { key, press };
  return goesOn ? { ...state, present, gesture } : { ...step(state, present), gesture };
}

function step(state: OutlinesState, present: readonly Shape[]): OutlinesState {
  return { ...state, present, past: [...state.past, state.present].slice(-mostSteps), future: [], gesture: null };
}

/** Names are not drawn: undo leaves them unchanged. */
function keepSaved(shapes: readonly Shape[], { present }: OutlinesState): readonly Shape[] {
  return shapes.map((shape) => ({ ...shape, name: present.find(({ key }) => key === shape.key)?.name ?? shape.name }));
}

function shapeOf(key: string, { name, regions }: SavedRoi): Shape {
  return { key, name, regions };
}

function replace(shapes: readonly Shape[], key: string, change: Partial<Shape>): readonly Shape[] {
  return shapes.map((shape) => (shape.key === key ? { ...shape, ...change } : shape));
}

function without(shapes: readonly Shape[], key: string): readonly Shape[] {
  return shapes.filter((shape) => shape.key !== key);
}
