import { dayNumber, usualPlan } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { accrualOf } from './accrual.ts';

const day = (date: string) => dayNumber(date);

describe('accrual', () => {
  it('counts each patient in the calendar month and centre, with months and centres that have none', () => {
    const days = [day('2021-12-31'), day('2022-02-01'), day('2022-02-28'), null];
    const found = accrualOf(days, ['B', 'A', 'B', 'B'], ['A', 'B', 'C'], usualPlan, '2022-12-31');
    expect(found).toEqual({
      months: ['2021-12', '2022-01', '2022-02'],
      centres: [
        { centre: 'A', counts: [0, 0, 1], n: 1 },
        { centre: 'B', counts: [1, 0, 1], n: 2 },
        { centre: 'C', counts: [0, 0, 0], n: 0 },
      ],
      undated: 1,
      planned: null,
    });
  });

  it('has the months of the plan, up to the day until which it is looked at', () => {
    const plan = { ...usualPlan, targetPatients: 365, accrualFrom: '2022-01-01', accrualUntil: '2022-12-31' };
    const found = accrualOf([day('2022-02-10')], ['A'], ['A'], plan, '2022-03-15');
    // One patient a day: 31, 31 + 28 and 31 + 28 + 31 by the ends of the months.
    expect(found.months).toEqual(['2022-01', '2022-02', '2022-03']);
    expect(found.planned?.map((n) => Math.round(n * 1e9) / 1e9)).toEqual([31, 59, 90]);
  });

  it('is empty where nobody has a day', () => {
    expect(accrualOf([null], ['A'], ['A'], usualPlan, '2022-01-01')).toMatchObject({ months: [], undated: 1 });
  });
});
