import { laterTreatmentForm, treatmentForm } from '@haim/schema';
import { expect, test } from 'vitest';
import { lackingIn } from './lacking.ts';

test('what records lack is named in the order of the form, each field once with how many lack it', () => {
  const [first = '', second = ''] = Object.keys(laterTreatmentForm.fields);
  const records = [{ [second]: null }, { [first]: 'x' }, {}];
  const named = lackingIn(laterTreatmentForm, records).map(({ field, n }) => [field, n]);
  expect(named.slice(0, 2)).toEqual([
    [first, 2],
    [second, 3],
  ]);
});

test('nothing is lacked without a record, nor where a reason stands in the place of a value', () => {
  expect(lackingIn(treatmentForm, [])).toEqual([]);
  const lacks = (row: Record<string, unknown>) => lackingIn(treatmentForm, [row]).map(({ field }) => field);
  expect(lacks({ arm: 'HTI' })).not.toContain('arm');
  expect(lacks({})).toContain('arm');
});
