import { demographicsForm } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { conflictLines, mineOverTheirs } from './conflict.ts';

const before = { enrolledOn: '2024-01-01', ageYears: 60, sex: 'male' };

describe('two edits of one record', () => {
  test('of the same field show both values, and keeping mine keeps mine', () => {
    const yours = { ...before, ageYears: 61 };
    const theirs = { ...before, ageYears: 62 };
    expect(conflictLines(demographicsForm, before, yours, theirs)).toEqual([
      {
        field: 'ageYears',
        spec: demographicsForm.fields.ageYears,
        before: 60,
        yours: 61,
        theirs: 62,
        bothChanged: true,
      },
    ]);
    expect(mineOverTheirs(demographicsForm, before, yours, theirs)).toEqual({ ...before, ageYears: 61 });
  });

  test('of different fields: keeping mine does not undo theirs', () => {
    const yours = { ...before, ageYears: 61 };
    const theirs = { ...before, sex: 'female' };
    const lines = conflictLines(demographicsForm, before, yours, theirs);
    expect(lines.map(({ field, bothChanged }) => [field, bothChanged])).toEqual([
      ['ageYears', false],
      ['sex', false],
    ]);
    expect(mineOverTheirs(demographicsForm, before, yours, theirs)).toEqual({ ...before, ageYears: 61, sex: 'female' });
  });

  test('that make the same change do not differ', () => {
    const both = { ...before, enrolledOn: null };
    expect(conflictLines(demographicsForm, before, both, both)).toEqual([]);
  });

  test('may empty a field, which is a change like any other', () => {
    const yours = { ...before, enrolledOn: null };
    expect(mineOverTheirs(demographicsForm, before, yours, { ...before, sex: 'unknown' })).toEqual({
      enrolledOn: null,
      ageYears: 60,
      sex: 'unknown',
    });
  });

  test('that are both first entries start from an empty record', () => {
    const yours = { enrolledOn: null, ageYears: 61, sex: 'male' };
    const theirs = { enrolledOn: '2024-02-02', ageYears: 62, sex: 'male' };
    expect(mineOverTheirs(demographicsForm, {}, yours, theirs)).toEqual({ ...yours, enrolledOn: '2024-02-02' });
  });
});
