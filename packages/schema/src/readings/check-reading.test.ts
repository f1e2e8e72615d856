import { expect, it } from 'vitest';
import { checkReading } from './check-reading.ts';
import type { ReadingContent, ReadLesion } from './reading.ts';

const target = (id: string, diametersMm: (number | null)[], organ = 'liver'): ReadLesion => {
  return { id, role: 'target', organ, diametersMm, states: [] };
};
const other = (id: string, states: ReadLesion['states'], organ = 'lung'): ReadLesion => {
  return { id, role: 'non-target', organ, diametersMm: [], states };
};
const days = [0, 60];
const content = (lesions: ReadLesion[], newLesion: boolean[] = [false, false]): ReadingContent => {
  return { lesions, newLesion };
};
const faults = (given: ReadingContent, isHandedIn = false) =>
  checkReading(given, days, isHandedIn).map(({ field, problem }) => `${field} ${problem}`);

it('has nothing against a whole reading', () => {
  const whole = content([target('T1', [50, 0]), target('T2', [10, null]), other('N1', ['present', 'progressed'])]);
  expect(faults(whole, true)).toEqual([]);
});

it.each<[string, ReadingContent, string]>([
  ['a third target of an organ', content(['A', 'B', 'C'].map((id) => target(id, [20, 20]))), 'lesions.2.role rule'],
  [
    'a sixth target',
    content(['liver', 'lung', 'bone', 'adrenal', 'other', 'lymphNode'].map((o) => target(o, [20, 20], o))),
    'lesions.5.role rule',
  ],
  [
    'two lesions of one name',
    content([target('A', [20, 20]), other('A', ['present', 'present'])]),
    'lesions.1.id rule',
  ],
  ['a negative diameter', content([target('A', [20, -1])]), 'lesions.0.diametersMm.1 outOfRange'],
  ['a diameter too few', content([target('A', [20])]), 'lesions.0.diametersMm rule'],
  ['an unknown organ', content([target('A', [20, 20], 'heart')]), 'lesions.0.organ notInList'],
  ['a progression at the baseline', content([other('N', ['progressed', 'present'])]), 'lesions.0.states.0 rule'],
  ['a new lesion at the baseline', content([], [true, false]), 'newLesion.0 rule'],
])('names %s', (_what, given, fault) => expect(faults(given)).toEqual([fault]));

it('wants targets that can be measured only once it is handed in', () => {
  const small = content([target('A', [9.9, 20]), target('B', [null, 20])]);
  expect(faults(small)).toEqual([]);
  expect(faults(small, true)).toEqual(['lesions.0.diametersMm.0 outOfRange', 'lesions.1.diametersMm.0 required']);
  expect(faults(content([]), true)).toEqual(['lesions required']);
});
