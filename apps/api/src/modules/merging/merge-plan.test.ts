import { adverseEventForm, baselineForm, tumourAssessmentForm, withReasons } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { planForm, takenFrom } from './merge-plan.ts';

const record = (id: string, values: object = {}) => ({ id, version: 1, ...values });
const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id);

describe('the plan of a merge', () => {
  it('pairs the one record of a form and names the fields in which the two differ', () => {
    const form = withReasons(baselineForm);
    const kept = record('k', { tumourSizeMm: 81, missing_afpNgMl: 'notDone', cirrhosis: true });
    const other = record('o', { tumourSizeMm: 90, afpNgMl: null, cirrhosis: true });
    const { moves, pairs } = planForm(form, [kept], [other]);
    expect(moves).toEqual([]);
    expect(pairs).toMatchObject([{ kept: { id: 'k' }, other: { id: 'o' } }]);
    // A reason for a missing value is a part of its field.
    expect(pairs[0]!.differing.toSorted()).toEqual(['afpNgMl', 'tumourSizeMm']);
    expect(takenFrom(pairs[0]!, ['afpNgMl'])).toEqual({ afpNgMl: null, missing_afpNgMl: null });
    expect(takenFrom(pairs[0]!, ['tumourSizeMm'])).toEqual({ tumourSizeMm: 90, missing_tumourSizeMm: null });
  });

  it('moves what the other alone has, and pairs the same visit', () => {
    const visit = (id: string, visitNumber: number) => record(id, { visitNumber, assessedOn: '2024-01-01' });
    const plan = planForm(tumourAssessmentForm, [visit('k1', 1), visit('k2', 2)], [visit('o2', 2), visit('o3', 3)]);
    expect(ids(plan.moves)).toEqual(['o3']);
    expect(plan.pairs.map(({ kept, other, differing }) => [kept.id, other.id, differing])).toEqual([['k2', 'o2', []]]);
  });

  it('decides nothing where one of the two has a key twice', () => {
    const visit = (id: string) => record(id, { visitNumber: 1 });
    expect(ids(planForm(tumourAssessmentForm, [visit('k')], [visit('o'), visit('p')]).unclear)).toEqual(['o', 'p']);
    expect(ids(planForm(tumourAssessmentForm, [visit('k'), visit('l')], [visit('o')]).unclear)).toEqual(['o']);
    expect(ids(planForm(tumourAssessmentForm, [], [visit('o'), visit('p')]).moves)).toEqual(['o', 'p']);
  });

  it('takes two events of one term for the same only where both start on the same known day', () => {
    const event = (id: string, startedOn: string | null) => record(id, { term: 'Rash', grade: '1', startedOn });
    const kept = [event('k', null), event('l', '2024-02-01')];
    const plan = planForm(adverseEventForm, kept, [event('o', null), event('p', '2024-02-01')]);
    expect(ids(plan.moves)).toEqual(['o']);
    expect(plan.pairs.map(({ kept: { id }, other }) => [id, other.id])).toEqual([['l', 'p']]);
  });
});
