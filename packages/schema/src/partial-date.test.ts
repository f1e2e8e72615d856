import { describe, expect, it } from 'vitest';
import { checkRow } from './check-row.ts';
import { dataDictionary } from './describe-form.ts';
import { adverseEventForm, laterTreatmentForm, systemicCourseForm } from './forms/index.ts';
import { earliestDay, isPartialDate, isSurelyBefore, latestDay, showDate } from './partial-date.ts';
import { readField } from './reading/index.ts';

describe('a date of which only a part is known', () => {
  it.each(['2023', '2023-05', '2023-05-12', '2024-02-29'])('is %s', (date) => {
    expect(isPartialDate(date)).toBe(true);
  });

  it.each(['', '23', '2023-', '2023-13', '2023-00', '2023-5', '2023-02-29', '2023-05-??', '20235'])(
    'is not %s',
    (date) => {
      expect(isPartialDate(date)).toBe(false);
    },
  );

  // By the calendar: February has 29 days in years that 4 divides, of centuries only where 400 does.
  it.each([
    ['2023', '2023-01-01', '2023-12-31', '2023-??-??'],
    ['2023-04', '2023-04-01', '2023-04-30', '2023-04-??'],
    ['2024-02', '2024-02-01', '2024-02-29', '2024-02-??'],
    ['1900-02', '1900-02-01', '1900-02-28', '1900-02-??'],
    ['2023-05-12', '2023-05-12', '2023-05-12', '2023-05-12'],
  ])('%s is some day from %s to %s, and is shown as %s', (date, first, last, shown) => {
    expect([earliestDay(date), latestDay(date), showDate(date)]).toEqual([first, last, shown]);
  });

  it.each([
    ['2023', '2024-01-01', true],
    ['2023', '2023-12-31', false],
    ['2023-05', '2023-06', true],
    ['2023-05', '2023-05-31', false],
    ['2023-05-31', '2023-05', false],
    ['2023-05-31', '2023-06', true],
    ['2023', '2023-05', false],
  ])('%s is before %s whichever day it was: %s', (one, other, before) => {
    expect(isSurelyBefore(one, other)).toBe(before);
  });
});

describe('a field that takes partial dates', () => {
  const lists = { arm: [] };
  const faults = (form: Parameters<typeof checkRow>[0], row: object) =>
    checkRow(form, { ...row }, lists).map(({ field, problem }) => `${field} ${problem}`);
  const event = { term: 'Fever', grade: '1' };
  const course = { drugClass: 'tki', drug: 'lenvatinib' };

  it('refuses an order of dates only where every day that they may be breaks it', () => {
    expect(faults(adverseEventForm, { ...event, startedOn: '2023-05', resolvedOn: '2023-05-02' })).toEqual([]);
    expect(faults(adverseEventForm, { ...event, startedOn: '2023-05-30', resolvedOn: '2023' })).toEqual([]);
    expect(faults(adverseEventForm, { ...event, startedOn: '2023-05', resolvedOn: '2023-04-30' })).toEqual([
      'startedOn rule',
      'resolvedOn rule',
    ]);
    expect(faults(systemicCourseForm, { ...course, courseStartedOn: '2023', stoppedOn: '2022-12' })).toEqual([
      'courseStartedOn rule',
      'stoppedOn rule',
    ]);
  });

  it('takes this year and no later one, and nothing before 1900', () => {
    const year = new Date().getFullYear();
    const fault = (therapyOn: string) => faults(laterTreatmentForm, { therapy: 'tace', therapyOn });
    expect(fault(String(year))).toEqual([]);
    expect(fault(String(year + 1))).toEqual(['therapyOn outOfRange']);
    expect(fault('1899-12')).toEqual(['therapyOn outOfRange']);
    expect(fault('2023-02-30')).toEqual(['therapyOn notADate']);
  });

  it('says in the dictionary what it takes', () => {
    const rows = dataDictionary(laterTreatmentForm);
    expect(rows.find(({ column }) => column === 'therapy_on')?.permitted).toBe('YYYY-MM-DD, YYYY-MM or YYYY');
  });

  it.each([
    ['2023', '2023'],
    ['2023年', '2023'],
    ['2023-5', '2023-05'],
    ['2023/05', '2023-05'],
    ['2023.5', '2023-05'],
    ['2024年2月', '2024-02'],
    ['２０２４年２月', '2024-02'],
    ['2023-05-??', '2023-05'],
    ['2023-05-？？', '2023-05'],
    ['2023-??-??', '2023'],
    ['20230512', '2023-05-12'],
    ['2023年5月12日', '2023-05-12'],
  ])('reads %s as %s', (typed, stored) => {
    expect(readField(adverseEventForm.fields.startedOn, typed)).toBe(stored);
  });

  it.each([
    ['202305', 'may be a month or a day'],
    ['2023-13', 'no month 13'],
    ['05/2023', 'month first'],
    ['2023-02-30', 'no such day'],
    ['230512', 'two digits of a year'],
    ['spring 2023', 'words'],
  ])('refuses %s: %s', (typed) => {
    expect(readField(adverseEventForm.fields.startedOn, typed)).toBeNull();
  });
});
