import { describe, expect, it } from 'vitest';
import {
  type CohortFilter,
  holds,
  judged,
  outcomesIn,
  parseFilter,
  readCohort,
  readCohortText,
  showCohort,
  variablesOf,
  withoutVariable,
  writeCohortText,
} from './index.ts';
import { defineVariable } from '../subject/variable.ts';

const rising: CohortFilter = { variable: 'afpNgMl', lessThan: 'afpResultNgMl' };
const enrolled = defineVariable({
  ...{ name: 'own_enrolled', column: 'own_enrolled', from: 'registry', kind: 'date', known: 'timeZero', theme: 'person' },
  label: { en: 'Enrolled', zh: '入组日期' },
}); // prettier-ignore

describe('a condition that compares two variables', () => {
  it('holds where both are recorded and the first is less', () => {
    const afp = (entered: number | null, last: number | null) =>
      holds(rising, { afpNgMl: entered, afpResultNgMl: last });
    expect([afp(20, 21), afp(20, 20), afp(21, 20), afp(null, 20), afp(20, null)]).toEqual([
      ...[true, false, false, false, false],
    ]);
    // As texts, 100 would come before 20.
    expect(afp(100, 20)).toBe(false);
  });

  it('is earlier where it is of dates', () => {
    const before: CohortFilter = { variable: 'startedOn', lessThan: 'own_enrolled' };
    expect(holds(before, { startedOn: '2023-09-30', own_enrolled: '2023-10-01' })).toBe(true);
    expect(holds(before, { startedOn: '2023-10-01', own_enrolled: '2023-10-01' })).toBe(false);
  });

  it('is open where one of them is missing', () => {
    expect(judged(rising, { afpNgMl: 20, afpResultNgMl: null })).toBeNull();
    expect(judged({ not: rising }, { afpNgMl: null, afpResultNgMl: 20 })).toBeNull();
    expect(judged({ not: rising }, { afpNgMl: 30, afpResultNgMl: 20 })).toBe(true);
  });

  it('names both variables, also where one is known only later', () => {
    expect(variablesOf(rising)).toEqual(['afpNgMl', 'afpResultNgMl']);
    expect(outcomesIn({ variable: 'daysToIci', lessThan: 'osDays' })).toEqual(['daysToIci', 'osDays']);
    expect(withoutVariable(rising, 'afpNgMl')).toEqual(rising);
  });

  it('takes two quantities of one unit, or two dates', () => {
    const expected = (filter: unknown, lists = {}) => parseFilter(filter, lists).issues.map((one) => one.expected.en);
    expect(parseFilter(rising)).toEqual({ filter: rising, issues: [] });
    expect(expected({ variable: 'afpNgMl', lessThan: 'tumourSizeMm' })).toEqual(['another quantity in ng/mL']);
    expect(expected({ variable: 'afpNgMl', lessThan: 'afpNgMl' })).toEqual(['another quantity in ng/mL']);
    expect(expected({ variable: 'inr', lessThan: 'sex' })).toEqual(['another quantity in no unit']);
    expect(expected({ variable: 'startedOn', lessThan: 'osDays' })).toEqual(['another variable that is a date']);
    expect(expected({ variable: 'sex', lessThan: 'arm' })[0]).toMatch(/^sex with one of in, notIn, isMissing/);
    // A field of the study, of which only the study knows kind and unit.
    const before = { variable: 'startedOn', lessThan: 'own_enrolled' };
    expect(parseFilter(before).filter).toEqual(before);
    expect(expected(before, { own: [enrolled] })).toEqual([]);
    expect(expected(before, { own: [] })).toEqual(['another variable that is a date']);
    expect(expected({ variable: 'osDays', lessThan: 'own_enrolled' }, { own: [enrolled] })).toEqual([
      'another quantity in days',
    ]);
  });

  it('is written in an address, and read back', () => {
    expect(showCohort(rising)).toBe('afpNgMl:<afpResultNgMl');
    expect(readCohort('afpNgMl:<afpResultNgMl')).toEqual({ filter: rising, issues: [] });
    expect(readCohort('afpNgMl:<tumourSizeMm').issues[0]?.expected.en).toBe('another quantity in ng/mL');
  });

  it('is written as text, and read back from either side', () => {
    expect(writeCohortText(rising, 'en')).toMatch(/ < /);
    for (const language of ['en', 'zh'] as const) {
      expect(readCohortText(writeCohortText(rising, language))).toEqual({ filter: rising, fault: null });
    }
    expect(readCohortText('afpResultNgMl > afpNgMl').filter).toEqual(rising);
    expect(readCohortText('startedOn < own_enrolled', { own: [enrolled] }).filter).toEqual({
      ...{ variable: 'startedOn', lessThan: 'own_enrolled' },
    });
    expect(readCohortText('afpNgMl < tumourSizeMm').fault?.expected.en).toBe('another quantity in ng/mL');
  });
});
