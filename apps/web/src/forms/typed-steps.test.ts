import { describe, expect, it } from 'vitest';
import { noSteps, noteTyped, stepBack, stepForward, undoMeans } from './typed-steps.ts';

const start = { size: '81', sex: 'male', note: '', missing_size: '' };
const typed = (...texts: readonly (readonly [text: string, at: number])[]) =>
  texts.reduce(
    ({ steps, draft }, [size, at]) => {
      const next = { ...draft, size };
      return { steps: noteTyped(steps, draft, next, at), draft: next };
    },
    { steps: noSteps, draft: start },
  );

describe('what was typed since the last save', () => {
  it('is taken back field by field: keys without a pause are one step', () => {
    const { steps, draft } = typed(['8', 0], ['85', 400], ['85.', 900]);
    const chosen = { ...draft, sex: 'female' };
    const all = noteTyped(steps, draft, chosen, 1_000);
    const one = stepBack(all)!;
    expect(one.values).toEqual({ sex: 'male' });
    const two = stepBack(one.steps)!;
    expect(two.values).toEqual({ size: '81' });
    expect(stepBack(two.steps)).toBeNull();
    expect(stepForward(two.steps)!.values).toEqual({ size: '85.' });
  });

  it('begins another step after a pause, and is not done again once something else was typed', () => {
    const { steps, draft } = typed(['8', 0], ['85', 5_000]);
    const back = stepBack(steps)!;
    expect(back.values).toEqual({ size: '8' });
    const other = noteTyped(back.steps, { ...draft, size: '8' }, { ...draft, size: '8', note: 'x' }, 6_000);
    expect(stepForward(other)).toBeNull();
  });

  it('takes a value and the reason that stood in its place back together', () => {
    const gone = { ...start, size: '', missing_size: 'notDone' };
    expect(stepBack(noteTyped(noSteps, start, gone, 0))!.values).toEqual({ size: '81', missing_size: '' });
    expect(noteTyped(noSteps, start, { ...start }, 0)).toBe(noSteps);
  });
});

it('Ctrl+Z takes back, Ctrl+Shift+Z and Ctrl+Y do again, and an input method is left alone', () => {
  const press = (key: string, more: object = {}) =>
    undoMeans({
      ...{ key, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, nativeEvent: { isComposing: false } },
      ...more,
    });
  expect([press('z'), press('Z', { shiftKey: true }), press('y')]).toEqual(['back', 'forward', 'forward']);
  expect(press('z', { ctrlKey: false, metaKey: true })).toBe('back');
  expect([press('z', { ctrlKey: false }), press('z', { nativeEvent: { isComposing: true } }), press('a')]).toEqual([
    null,
    null,
    null,
  ]);
});
