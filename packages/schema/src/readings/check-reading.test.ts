import { describe, expect, it } from 'vitest';
import { checkReading } from './check-reading.ts';
import { publishedSpecialRules, type ReadingContent, type ReadLesion, type SpecialRules } from './reading.ts';

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
const faults = (given: ReadingContent, isHandedIn = false, special: Partial<SpecialRules> = {}) =>
  checkReading(given, days, { ...publishedSpecialRules, ...special }, isHandedIn).map(
    ({ field, problem }) => `${field} ${problem}`,
  );

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

/** Lencioni & Llovet, Semin Liver Dis 2010;30:52-60: thrombus, lymph nodes, effusions, new lesions. */
describe('the special rules', () => {
  const atypical = (...diametersMm: (number | null)[]): ReadLesion => {
    return { id: 'A1', role: 'atypical', organ: 'liver', diametersMm, states: [] };
  };

  it('take a thrombus for a target only where the study does', () => {
    const thrombus = content([target('T1', [30, 30], 'portalVein')]);
    expect(faults(thrombus)).toEqual(['lesions.0.role rule']);
    expect(faults(thrombus, true, { thrombusAsTarget: true })).toEqual([]);
    expect(faults(content([target('T1', [30, 30], 'effusion')]), false, { thrombusAsTarget: true })).toHaveLength(1);
  });

  it.each<[string, string, number, Partial<SpecialRules>, boolean]>([
    ['a node at the porta hepatis', 'hilarNode', 20, {}, true],
    ['the same, a hair smaller', 'hilarNode', 19.9, {}, false],
    ['another node', 'lymphNode', 15, {}, true],
    ['the same, a hair smaller', 'lymphNode', 14.9, {}, false],
    ['the same where the study says 10', 'lymphNode', 14.9, { nodeMm: 10 }, true],
  ])('choose %s', (_what, organ, mm, special, isChosen) => {
    const node = content([target('T1', [mm, mm], organ)]);
    expect(faults(node)).toEqual([]);
    expect(faults(node, true, special)).toEqual(isChosen ? [] : ['lesions.0.diametersMm.0 outOfRange']);
  });

  it('have no atypical new lesion at the baseline, nor one that was never seen', () => {
    expect(faults(content([atypical(null, 12)]), true)).toEqual([]);
    expect(faults(content([atypical(8, 12)]))).toEqual(['lesions.0.diametersMm.0 rule']);
    expect(faults(content([atypical(null, null)]), true)).toEqual(['lesions.0.diametersMm.1 required']);
  });
});
