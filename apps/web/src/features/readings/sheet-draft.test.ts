import { expect, it } from 'vitest';
import { changed, draftOf, inputOf, mayAddTarget, withLesion, withoutLesion } from './sheet-draft.ts';

const begun = draftOf({ lesions: [], newLesion: [] }, 3);

it('begins with one target in the liver, a cell a day', () => {
  expect(begun).toEqual({
    lesions: [{ id: 'T1', role: 'target', organ: 'liver', diametersMm: [null, null, null], states: [], proven: false }],
    newLesion: [false, false, false],
  });
});

it('names lesions by the first name that is free, targets first', () => {
  const more = withLesion(withLesion(begun, 'non-target', 3), 'target', 3);
  expect(more.lesions.map(({ id }) => id)).toEqual(['T1', 'T2', 'N1']);
  expect(withLesion(withoutLesion(more, 'T1'), 'target', 3).lesions.map(({ id }) => id)).toEqual(['T2', 'T1', 'N1']);
});

it('puts an atypical new lesion last, with a cell a day', () => {
  const more = withLesion(withLesion(begun, 'atypical', 3), 'non-target', 3);
  expect(more.lesions.map(({ id }) => id)).toEqual(['T1', 'N1', 'A1']);
  expect(more.lesions[2]).toMatchObject({ diametersMm: [null, null, null], states: [] });
});

it('takes five targets', () => {
  const five = [1, 2, 3, 4].reduce((draft) => withLesion(draft, 'target', 3), begun);
  expect([mayAddTarget(begun), mayAddTarget(five)]).toEqual([true, false]);
});

it('is sent as it is, an empty cell as not evaluated', () => {
  const typed = changed(begun, 'T1', { diametersMm: [40, null, 0] });
  expect(inputOf(typed).lesions[0]?.diametersMm).toEqual([40, null, 0]);
});
