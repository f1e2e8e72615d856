import { expect, test } from 'vitest';
import { placeOf, strandedIn } from './use-kept-entries.ts';

test('entries are stranded where their record, or a new one, can no longer be saved', () => {
  const at = (patient: string, form: string, record: string | null) => ({
    userId: 'u',
    place: placeOf(patient, form, record),
    fields: {},
    at: 0,
  });
  const [first, gone, added] = [at('p', 'labResult', 'a'), at('p', 'labResult', 'b'), at('p', 'labResult', null)];
  const kept = [first, gone, added, at('p', 'followUp', 'b'), at('q', 'labResult', 'b')];
  expect(strandedIn(kept, 'p', 'labResult', ['a', null])).toEqual([gone]);
  expect(strandedIn(kept, 'p', 'labResult', [])).toEqual([first, gone, added]);
});
