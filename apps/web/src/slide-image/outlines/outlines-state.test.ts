import { describe, expect, it } from 'vitest';
import { isUnsaved, rectangleRegions, type SavedRoi } from './outline.ts';
import { changeOutlines, noOutlines, type OutlinesAction, outlinesOf, type OutlinesState } from './outlines-state.ts';

const square = (side: number) => rectangleRegions({ left: 0, top: 0, width: side, height: side });
const roi = (id: string, side: number, version = 1, more: Partial<SavedRoi> = {}): SavedRoi =>
  ({ id, name: id, version, locked: false, regions: square(side), ...more }) as unknown as SavedRoi;
const after = (actions: readonly OutlinesAction[], from: OutlinesState = noOutlines) =>
  actions.reduce(changeOutlines, from);
const drawn = (key: string, side: number, press: number | null): OutlinesAction => ({
  type: 'drawn',
  key,
  name: `name of ${key}`,
  regions: square(side),
  press,
});
const sides = (state: OutlinesState) =>
  Object.fromEntries(outlinesOf(state).map(({ key, regions }) => [key, regions[0]?.outline.x[1]]));

describe('outlines on the screen', () => {
  it('undo and redo step by step; the steps of one gesture are one', () => {
    const state = after([drawn('a', 1, null), drawn('b', 1, 5), drawn('b', 2, 5), drawn('b', 3, 5), drawn('b', 4, 6)]);
    const back = (n: number) =>
      after(
        Array.from({ length: n }, (): OutlinesAction => ({ type: 'undo' })),
        state,
      );
    expect(sides(state)).toEqual({ a: 1, b: 4 });
    expect(sides(back(1))).toEqual({ a: 1, b: 3 });
    expect(sides(back(2))).toEqual({ a: 1 });
    expect(sides(back(9))).toEqual({});
    expect(sides(after([{ type: 'redo' }, { type: 'redo' }, { type: 'redo' }], back(3)))).toEqual({ a: 1, b: 4 });
    // When typed, each change is a separate step.
    expect(sides(after([drawn('d', 1, null), drawn('d', 2, null), { type: 'undo' }]))).toEqual({ d: 1 });
    // A new change discards the redo steps.
    expect(after([drawn('c', 1, 7)], back(1)).future).toEqual([]);
  });

  it('are kept as the portal stored them, and undo starts again after saving', () => {
    const state = after([drawn('a', 3.001, 0), { type: 'stored', key: 'a', roi: roi('id-a', 3) }]);
    const [outline] = outlinesOf(state);
    expect(outline).toMatchObject({ key: 'a', name: 'id-a', saved: { id: 'id-a' } });
    expect(isUnsaved(outline!)).toBe(false);
    expect(after([{ type: 'undo' }], state)).toEqual(state);
    expect(after([{ type: 'seen', rois: [roi('id-a', 3)] }], state).present).toHaveLength(1);
  });

  it('follow the portal unless they were changed here', () => {
    const start = after([{ type: 'seen', rois: [roi('a', 1), roi('b', 1)] }, drawn('b', 2, 0)]);
    const newer = after([{ type: 'seen', rois: [roi('a', 5, 2), roi('b', 5, 2), roi('c', 7)] }], start);
    expect(sides(newer)).toEqual({ a: 5, b: 2, c: 7 });
    // The version that was read stays, so that saving reports the conflict.
    expect(newer.saved['b']?.version).toBe(1);
    // An older answer that arrives late changes nothing.
    expect(sides(after([{ type: 'seen', rois: [roi('a', 1)] }], newer))).toEqual({ a: 5, b: 2, c: 7 });
  });

  it('are not restored by undo after deletion in the portal; unsaved ones are', () => {
    const start = after([{ type: 'seen', rois: [roi('a', 1)] }, drawn('b', 2, 0), drawn('c', 2, 1)]);
    const gone = after([{ type: 'deleted', key: 'a' }, { type: 'undo' }, { type: 'undo' }], start);
    expect(sides(gone)).toEqual({});
    expect(sides(after([{ type: 'dropped', key: 'b' }, { type: 'undo' }], start))).toEqual({ a: 1, b: 2, c: 2 });
  });

  it('keep their new name through undo, and their lock through everything', () => {
    const state = after([
      { type: 'seen', rois: [roi('a', 1)] },
      drawn('a', 2, 0),
      { type: 'renamed', key: 'a', name: 'core' },
      { type: 'locked', key: 'a', roi: roi('a', 1, 1, { locked: true }) },
      { type: 'undo' },
    ]);
    expect(outlinesOf(state)[0]).toMatchObject({ name: 'core', regions: square(1), saved: { locked: true } });
  });
});
