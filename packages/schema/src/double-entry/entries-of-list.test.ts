import { describe, expect, it } from 'vitest';
import { type Form } from '../form.ts';
import { adverseEventForm, followUpForm, forms, tumourAssessmentForm } from '../forms/index.ts';
import { enteredBy, formsForTwoLists, keyOfEntry, repeatedEntry } from './entries-of-list.ts';

describe('records of a list that is entered twice', () => {
  it('are of forms that declare by what two of them are one, and have no files', () => {
    expect(formsForTwoLists).toEqual([
      ...['haicCycle', 'systemicCourse', 'tumourAssessment', 'labResult', 'adverseEvent', 'laterTreatment', 'followUp'],
    ]);
    const declared: readonly Form[] = forms;
    const keys = declared
      .filter(({ name }) => formsForTwoLists.some((one) => one === name))
      .map(({ key }) => key.length);
    expect(Math.min(...keys)).toBeGreaterThan(0);
  });

  it('are one by the key of their form, whatever else they say', () => {
    const visit = (row: object) => keyOfEntry(tumourAssessmentForm, { ...row });
    expect(visit({ visitNumber: 3, newLesion: true })).toBe(visit({ visitNumber: 3, newLesion: false }));
    expect(visit({ visitNumber: 3 })).not.toBe(visit({ visitNumber: 4 }));
    const event = (term: string, startedOn: string | null) => keyOfEntry(adverseEventForm, { term, startedOn });
    expect(event('Fatigue', '2024-02')).toBe(event(' fatigue ', '2024-02'));
    // A month is not one of its days: a person decides whether they are one event.
    expect(event('Fatigue', '2024-02')).not.toBe(event('Fatigue', '2024-02-03'));
    expect(event('Fatigue', null)).not.toBe(event('Fatigue', '2024-02-03'));
    expect(keyOfEntry(followUpForm, { contactOn: '2024-02-03' })).not.toBe(
      keyOfEntry(followUpForm, { contactDay: 33 }),
    );
  });

  it('are named where two of one list have the same key', () => {
    const rows = [{ visitNumber: 0 }, { visitNumber: 1 }, { visitNumber: 0 }];
    expect(repeatedEntry(tumourAssessmentForm, rows)).toEqual([0, 2]);
    expect(repeatedEntry(tumourAssessmentForm, rows.slice(0, 2))).toBeNull();
    // Two events of unknown start, or of one month, need not be the same one.
    const twoOf = (startedOn: string | null) =>
      repeatedEntry(
        adverseEventForm,
        [1, 2].map(() => ({ term: 'Fatigue', startedOn })),
      );
    expect([twoOf(null), twoOf('2024-05'), twoOf('2024-05-01')]).toEqual([null, null, [0, 1]]);
    // By hand: of a contact the day of the study is enough.
    expect(repeatedEntry(followUpForm, [{ contactDay: 60 }, { contactDay: 60 }])).toEqual([0, 1]);
  });

  it('have a partner, or were entered by one person alone', () => {
    expect([enteredBy({}, {}), enteredBy({}, null), enteredBy(null, {})]).toEqual(['both', 'first', 'second']);
  });
});
