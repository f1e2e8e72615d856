import { describe, expect, it } from 'vitest';
import { neighboursOf } from './visited-list.ts';

describe('the neighbours of a patient in a list', () => {
  const list = { ids: ['a', 'b', 'c'] };

  it.each([
    ['a', { next: 'b' }],
    ['b', { previous: 'a', next: 'c' }],
    ['c', { previous: 'b' }],
    ['not in it', {}],
  ])('are found for %s', (id, neighbours) => {
    expect(neighboursOf(list, id)).toEqual(neighbours);
  });
});
