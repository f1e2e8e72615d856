import { afterEach, describe, expect, it, vi } from 'vitest';
import { isCalendarDate } from './calendar-date.ts';
import { checkRow } from './check-row.ts';
import {
  adverseEventForm,
  baselineForm,
  demographicsForm,
  followUpForm,
  treatmentForm,
  tumourAssessmentForm,
} from './forms/index.ts';

const lists = { arm: ['HAIC', 'HTI'] };
const problems = (...[form, row]: [Parameters<typeof checkRow>[0], Record<string, unknown>]) =>
  checkRow(form, row, lists).map(({ field, problem, severity }) => `${field} ${problem} ${severity}`);

describe('checkRow', () => {
  it('finds nothing wrong in a valid record, and treats an absent field as null', () => {
    expect(problems(demographicsForm, { ageYears: 57, sex: 'male', enrolledOn: '2020-02-29' })).toEqual([]);
    expect(problems(demographicsForm, { ageYears: 57, sex: 'male' })).toEqual([]);
  });

  it.each([
    [{ ageYears: null, sex: 'male' }, ['ageYears required error']],
    [{ ageYears: 57.5, sex: 'male' }, ['ageYears wrongType error']],
    [{ ageYears: '57', sex: 'male' }, ['ageYears wrongType error']],
    [{ ageYears: Number.NaN, sex: 'male' }, ['ageYears wrongType error']],
    [{ ageYears: 121, sex: 'male' }, ['ageYears outOfRange error']],
    [{ ageYears: 120, sex: 'male' }, ['ageYears unusual warning']],
    [{ ageYears: 57, sex: 'm' }, ['sex notInList error']],
    [{ ageYears: 57, sex: 'male', enrolledOn: '2023-02-29' }, ['enrolledOn notADate error']],
    [{ ageYears: 57, sex: 'male', enrolledOn: '0024-02-01' }, ['enrolledOn outOfRange error']],
    [{ ageYears: 57, sex: 'male', enrolledOn: '2999-01-01' }, ['enrolledOn outOfRange error']],
    [{ ageYears: 57, sex: 'male', height: 170 }, ['height unknownField error']],
  ])('%o', (row, expected) => expect(problems(demographicsForm, row)).toEqual(expected));

  it('includes both ends of a range', () => {
    expect(problems(baselineForm, { tumourSizeMm: 400 })).toEqual(['tumourSizeMm unusual warning']);
    expect(problems(baselineForm, { tumourSizeMm: 400.1 })).toEqual(['tumourSizeMm outOfRange error']);
    expect(problems(baselineForm, { tumourSizeMm: 50 })).toEqual([]);
    expect(problems(baselineForm, { tumourSizeMm: 49.9 })).toEqual(['tumourSizeMm unusual warning']);
  });

  it('checks study codes against the lists of the study', () => {
    expect(problems(treatmentForm, { arm: 'HTI' })).toEqual([]);
    expect(problems(treatmentForm, { arm: 'TACE' })).toEqual(['arm notInList error']);
  });

  it('refuses an end before its start, and a date together with a study day', () => {
    expect(problems(treatmentForm, { startedOn: '2021-03-02', endedOn: '2021-03-01' })).toEqual([
      'startedOn rule error',
      'endedOn rule error',
    ]);
    const both = { contactOn: '2021-03-02', contactDay: 3, vitalStatus: 'alive' };
    expect(problems(followUpForm, both)).toEqual(['contactOn rule error', 'contactDay rule error']);
    expect(problems(followUpForm, { vitalStatus: 'alive' })).toEqual(['contactOn rule error', 'contactDay rule error']);
  });

  it('warns about PVTT together with BCLC B', () => {
    expect(problems(baselineForm, { bclcStage: 'B', portalVeinThrombus: true })).toEqual(['bclcStage rule warning']);
    expect(problems(baselineForm, { bclcStage: 'C', portalVeinThrombus: true })).toEqual([]);
  });

  it('refuses a new lesion at the baseline image, and nowhere else', () => {
    const image = (visitNumber: number, newLesion: boolean | null) => ({ assessedDay: 0, visitNumber, newLesion });
    expect(problems(tumourAssessmentForm, image(0, true))).toEqual(['newLesion rule error']);
    for (const row of [image(0, false), image(0, null), image(1, true)])
      expect(problems(tumourAssessmentForm, row)).toEqual([]);
  });

  it('writes units in the language of the message', () => {
    const [issue] = checkRow(demographicsForm, { ageYears: 121, sex: 'male' }, lists);
    expect(issue?.expected).toEqual({ en: 'a whole number from 0 to 120 years', zh: '整数，范围 0 至 120 岁' });
  });

  it('states in both languages what is expected, and never repeats the value given', () => {
    const [issue] = checkRow(baselineForm, { childPughClass: 'Wang Wei' }, lists);
    expect(issue?.expected).toEqual({ en: 'one of A, B, C', zh: '以下之一：A、B、C' });
    expect(JSON.stringify(issue)).not.toContain('Wang');
  });
});

describe('isCalendarDate', () => {
  it.each(['2024-02-29', '1999-12-31'])('accepts %s', (text) => expect(isCalendarDate(text)).toBe(true));
  it.each(['2023-02-29', '2024-13-01', '2024-2-9', '24-02-09', '2024-02-30', '2024-02', ''])('refuses %s', (text) =>
    expect(isCalendarDate(text)).toBe(false),
  );

  it('agrees with the calendar of the language on every day and month of leap, common and secular years', () => {
    const two = (n: number) => String(n).padStart(2, '0');
    for (const year of ['0000', '0001', '0004', '0100', '1600', '1900', '2000', '2023', '2024', '2100', '9999']) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${two(month)}-${two(day)}`;
          const parsed = new Date(`${text}T00:00:00Z`);
          const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
          expect(isCalendarDate(text), text).toBe(exists);
        }
      }
    }
  });
});

describe('the last date that a record may have', () => {
  afterEach(() => vi.useRealTimers());
  const at = (now: string, date: string) => {
    vi.useFakeTimers({ now: new Date(now) });
    return problems(demographicsForm, { ageYears: 57, sex: 'male', enrolledOn: date });
  };

  it('is today where the day begins first, at UTC+14', () => {
    expect(at('2024-02-28T09:59:59Z', '2024-02-28')).toEqual([]);
    expect(at('2024-02-28T09:59:59Z', '2024-02-29')).toEqual(['enrolledOn outOfRange error']);
    expect(at('2024-02-28T10:00:00Z', '2024-02-29')).toEqual([]);
    expect(at('2024-02-28T10:00:00Z', '2024-03-01')).toEqual(['enrolledOn outOfRange error']);
  });
});

describe('the grades of an adverse event', () => {
  const event = (row: Record<string, unknown>) => problems(adverseEventForm, row);

  it('are those that CTCAE gives its term, and all five for a text that CTCAE does not name', () => {
    expect(event({ term: 'Nausea', grade: '3' })).toEqual([]);
    expect(event({ term: 'nausea', grade: '4' })).toEqual(['grade notInList error']);
    expect(event({ term: 'Febrile neutropenia', grade: '2' })).toEqual(['grade notInList error']);
    expect(event({ term: 'Felt odd', grade: '5' })).toEqual([]);
    expect(event({ term: 'Nausea', grade: '6' })).toEqual(['grade notInList error']);
  });

  it('are named in the refusal, in both languages', () => {
    const [issue] = checkRow(adverseEventForm, { term: 'Febrile neutropenia', grade: '1' }, lists);
    expect(issue!.expected.en).toBe('one of 3, 4, 5: the grades that CTCAE gives Febrile neutropenia');
    expect(issue!.expected.zh).toContain('3、4、5');
  });

  it('of another version of CTCAE are not judged by the terms of 5.0', () => {
    expect(event({ term: 'Nausea', grade: '4', ctcaeVersion: '4.03' })).toEqual([]);
    expect(event({ term: 'Nausea', grade: '4', ctcaeVersion: '5.0' })).toEqual(['grade notInList error']);
  });

  it('go with what else the record says', () => {
    const base = { term: 'Sepsis', grade: '5' };
    expect(event({ ...base, outcome: 'recovered' })).toEqual(['outcome rule warning']);
    expect(event({ ...base, outcome: 'fatal' })).toEqual([]);
    expect(event({ ...base, serious: true })).toEqual(['seriousCriterion rule warning']);
    expect(event({ ...base, serious: false, seriousCriterion: 'death' })).toEqual(['seriousCriterion rule error']);
    expect(event({ ...base, relatedToSystemic: 'possible', relatedToIci: 'possible' })).toEqual([
      'relatedToSystemic rule error',
    ]);
  });
});
