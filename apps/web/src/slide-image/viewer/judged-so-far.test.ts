import { describe, expect, it } from 'vitest';
import { judgedOf, withAnswer } from './judged-so-far.ts';

const grid = { sizePx: 512, x: [0, 512, 1024], y: [0, 0, 0], reason: [null, 'background', null] };
const first = withAnswer(null, { attempt: 1, last: 0, grid, place: [], reason: [] });

describe('withAnswer', () => {
  it('has every patch of the grid wait that was not dropped before its pixels were read', () => {
    expect(first?.patches.reason).toEqual(['waiting', 'background', 'waiting']);
    expect(judgedOf(first!)).toEqual({ extracted: 0, waiting: 2 });
  });

  it('puts what came since in its place, and leaves what it had before as it was', () => {
    const second = withAnswer(first, { attempt: 1, last: 2, grid: null, place: [2, 0], reason: ['blurred', null] });
    expect(second).toMatchObject({ last: 2, patches: { sizePx: 512, reason: [null, 'background', 'blurred'] } });
    expect(judgedOf(second!)).toEqual({ extracted: 1, waiting: 0 });
    expect(first?.patches.reason[0]).toBe('waiting');
  });

  it('is the same object where there is nothing new', () => {
    expect(withAnswer(first, null)).toBe(first);
  });

  it('begins again with a later attempt, and knows nothing of one whose grid it has not seen', () => {
    expect(withAnswer(first, { attempt: 2, last: 0, grid, place: [], reason: [] })).toMatchObject({ attempt: 2 });
    expect(withAnswer(first, { attempt: 2, last: 3, grid: null, place: [0], reason: [null] })).toBeNull();
  });
});
