import { baselineForm, checkRow, defineForm, demographicsForm, type Form, tumourAssessmentForm } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { draftOf, rowOf, tidy, tidyDraft } from './draft.ts';

const lists = { arm: ['HAIC', 'HTI'] };

describe('a draft', () => {
  test('an empty draft is a record of nulls', () => {
    expect(rowOf(demographicsForm, draftOf(demographicsForm, null))).toEqual({
      enrolledOn: null,
      ageYears: null,
      sex: null,
    });
  });

  test('a saved record is unchanged by a round trip through the inputs', () => {
    const saved = { enrolledOn: '2024-02-29', ageYears: 0, sex: 'female' };
    expect(rowOf(demographicsForm, draftOf(demographicsForm, saved))).toEqual(saved);
  });

  test('"no" is distinct from "not recorded"', () => {
    const row = rowOf(baselineForm, draftOf(baselineForm, { cirrhosis: false }));
    expect(row['cirrhosis']).toBe(false);
    expect(row['hepatitisB']).toBeNull();
  });

  test('unreadable text stays as typed and is refused with the name of its field', () => {
    const row = rowOf(demographicsForm, { enrolledOn: '29.2.2024', ageYears: 'abc', sex: 'male' });
    expect(row).toEqual({ enrolledOn: '29.2.2024', ageYears: 'abc', sex: 'male' });
    expect(checkRow(demographicsForm, row, lists).map(({ field, problem }) => [field, problem])).toEqual([
      ['enrolledOn', 'notADate'],
      ['ageYears', 'wrongType'],
    ]);
  });

  test('blank text counts as not recorded', () => {
    expect(rowOf(tumourAssessmentForm, { visitNumber: '  ' })['visitNumber']).toBeNull();
  });

  test('a field is normalised when left, and unreadable text is kept', () => {
    expect(tidy({ kind: 'date', label: { en: 'd', zh: 'd' } }, '20240229')).toBe('2024-02-29');
    expect(tidy({ kind: 'decimal', label: { en: 'n', zh: 'n' } }, '1,200.50')).toBe('1200.5');
    expect(tidy({ kind: 'date', label: { en: 'd', zh: 'd' } }, 'soon')).toBe('soon');
  });
});

describe('the text of a field after it is left', () => {
  test.each([
    [0.0000001, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [0.1, '0.1'],
    [1234.5, '1234.5'],
  ])('%d is written as %s, which can be read again', (value, written) => {
    const form = defineForm(
      'one',
      { label: { en: 'One', zh: '一' }, repeats: false },
      { x: { kind: 'decimal', label: { en: 'X', zh: 'X' } } },
    );
    const draft = draftOf(form as Form, { x: value });
    expect(draft).toEqual({ x: written });
    expect(tidyDraft(form as Form, draft)).toEqual(draft);
    expect(rowOf(form as Form, draft)).toEqual({ x: value });
  });
});
