import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkRow, isCalendarDate } from './check-row.ts';
import { baselineForm, demographicsForm, followUpForm, treatmentForm } from './forms/index.ts';

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
