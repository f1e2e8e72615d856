import { expect, test } from 'vitest';
import { countsOf } from './record-counts.ts';

const done = { queried: 0, verified: 0, frozen: 0, locked: 0, signed: 0 };

test('record counts are grouped by patient and form, without forms that have no records', () => {
  const counts = countsOf([
    { patientId: 'a', form: 'baseline', n: 1, filled: 3, asked: 11, ...done },
    { patientId: 'b', form: 'baseline', n: 1, filled: 11, asked: 11, ...done },
    { patientId: 'a', form: 'tumourAssessment', n: 3, filled: 9, asked: 15, ...done },
  ]);
  expect(counts.get('a')?.get('tumourAssessment')).toEqual({ n: 3, filled: 9, asked: 15, ...done });
  expect(counts.get('b')?.get('tumourAssessment')).toBeUndefined();
  expect(counts.get('c')).toBeUndefined();
});
