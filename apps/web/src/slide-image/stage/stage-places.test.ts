import { describe, expect, it } from 'vitest';
import { firstPlaces, inOrder, readPlaces, withMoved, withToggled } from './stage-places.ts';

describe('readPlaces', () => {
  it('is what was kept', () => {
    const kept = { isDockFolded: true, isFilmFolded: true, folded: ['history'], order: ['run', 'case'] };
    expect(readPlaces(JSON.stringify(kept), false)).toEqual(kept);
  });

  it.each([null, '', '{', 'null', '[]', '{"folded": 3, "isDockFolded": "yes"}'])(
    'has all panels open beside a wide slide, and none over a narrow one, where nothing usable was kept: %s',
    (kept) => {
      expect(readPlaces(kept, false)).toEqual({ isDockFolded: false, isFilmFolded: false, folded: [], order: [] });
      expect(readPlaces(kept, true)).toMatchObject({ isDockFolded: true });
    },
  );
});

describe('withToggled', () => {
  it('folds a panel and opens it again, each without moving another', () => {
    const one = withToggled(withToggled(firstPlaces(false), 'run'), 'history');
    expect(one.folded).toEqual(['run', 'history']);
    expect(withToggled(one, 'run').folded).toEqual(['history']);
  });
});

describe('the order of panels', () => {
  const keyed = (keys: string) => [...keys].map((key) => ({ key }));
  const keysOf = (keys: string, order: string) =>
    inOrder(keyed(keys), [...order])
      .map(({ key }) => key)
      .join('');

  it('is the first one until somebody moves a panel', () => {
    expect(keysOf('abcd', '')).toBe('abcd');
    expect(keysOf('abcd', 'dcba')).toBe('dcba');
  });

  it('gives a panel that was never moved the place behind the one before it', () => {
    expect(keysOf('abcd', 'ca')).toBe('cdab');
    expect(keysOf('abc', 'cb')).toBe('acb');
  });

  it('moves one place, and not beyond either end', () => {
    const first = firstPlaces(false);
    expect(withMoved(first, ['a', 'b', 'c'], 'b', -1).order).toEqual(['b', 'a', 'c']);
    expect(withMoved(first, ['a', 'b', 'c'], 'b', 1).order).toEqual(['a', 'c', 'b']);
    expect(withMoved(first, ['a', 'b', 'c'], 'a', -1)).toEqual(first);
    expect(withMoved(first, ['a', 'b', 'c'], 'c', 1)).toEqual(first);
  });

  it('remembers panels that this slide lacks', () => {
    const kept = { ...firstPlaces(false), order: ['x', 'a', 'b'] };
    expect(withMoved(kept, ['a', 'b'], 'b', -1).order).toEqual(['b', 'a', 'x']);
  });
});
