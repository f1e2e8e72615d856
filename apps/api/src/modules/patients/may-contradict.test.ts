import {
  adverseEventForm,
  baselineForm,
  followUpForm,
  labResultForm,
  treatmentForm,
  tumourAssessmentForm,
} from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { mayContradict } from './contradictions.ts';

const alive = { isContradictory: false, hasDeath: false, firstDeathOn: null };
const dead = { isContradictory: false, hasDeath: true, firstDeathOn: '2022-05-11' };
/** The death is known by its study day. */
const deadOnADay = { ...dead, firstDeathOn: null };

describe('a record that is saved may contradict another', () => {
  it('without a death by being one, or as an image alone', () => {
    expect(mayContradict(followUpForm, { contactOn: '2022-09-01', vitalStatus: 'alive' }, alive)).toBe(false);
    expect(mayContradict(followUpForm, { contactOn: '2022-09-01', vitalStatus: 'dead' }, alive)).toBe(true);
    expect(mayContradict(tumourAssessmentForm, { visitNumber: 1 }, alive)).toBe(true);
    expect(mayContradict(treatmentForm, { startedOn: '2022-09-01' }, alive)).toBe(false);
    expect(mayContradict(adverseEventForm, { term: 'Fever', startedOn: '2022-09-01' }, alive)).toBe(false);
  });

  it('after a death by a later day, the first that a day known in part may be', () => {
    const event = (startedOn: string | null, resolvedOn: string | null = null) =>
      mayContradict(adverseEventForm, { term: 'Fever', startedOn, resolvedOn }, dead);
    expect([event('2022-05-11'), event('2022-05-12'), event(null), event('2022-01-01', '2022-05-12')]).toEqual([
      ...[false, true, false, true],
    ]);
    expect([event('2022'), event('2022-05'), event('2022-06'), event('2023')]).toEqual([false, false, true, true]);
    expect(mayContradict(labResultForm, { takenOn: '2022-06-01' }, dead)).toBe(true);
    expect(mayContradict(baselineForm, { tumourSizeMm: 80 }, dead)).toBe(false);
  });

  it('where days have no common order, or the first HAIC gives it', () => {
    expect(mayContradict(followUpForm, { contactDay: 10, vitalStatus: 'alive' }, dead)).toBe(true);
    expect(mayContradict(adverseEventForm, { startedOn: '2020-01-01' }, deadOnADay)).toBe(true);
    expect(mayContradict(treatmentForm, { startedOn: '2020-01-01' }, dead)).toBe(true);
  });
});
