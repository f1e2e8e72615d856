import { describe, expect, it } from 'vitest';
import { chooseAll, chosenKey, proposedChoices, sentChoices, undecided } from './choices.ts';

const pair = {
  recordId: 'k',
  kept: { afpNgMl: 20, tumourSizeMm: 81, missing_albuminGL: 'notDone' },
  other: { afpNgMl: 40, cirrhosis: true, albuminGL: 41 },
  differing: ['afpNgMl', 'tumourSizeMm', 'cirrhosis', 'albuminGL'],
};

describe('what is chosen where two records differ', () => {
  it('is proposed only where one of the two says nothing: a reason says something', () => {
    expect(proposedChoices([pair])).toEqual({
      [chosenKey('k', 'tumourSizeMm')]: 'kept',
      [chosenKey('k', 'cirrhosis')]: 'other',
    });
  });

  it('counts what is undecided, and sends each field once', () => {
    const choices = proposedChoices([pair]);
    expect(undecided([pair], choices)).toBe(2);
    const all = { ...choices, ...chooseAll(pair, 'other') };
    expect(undecided([pair], all)).toBe(0);
    expect(sentChoices([pair], { ...all, [chosenKey('k', 'afpNgMl')]: 'kept' })).toEqual([
      { recordId: 'k', field: 'afpNgMl', takesOther: false },
      { recordId: 'k', field: 'tumourSizeMm', takesOther: true },
      { recordId: 'k', field: 'cirrhosis', takesOther: true },
      { recordId: 'k', field: 'albuminGL', takesOther: true },
    ]);
  });
});
