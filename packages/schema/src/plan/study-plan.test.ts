import { describe, expect, it } from 'vitest';
import { checkStudyPlan, plannedBy, type StudyPlan, usualPlan } from './study-plan.ts';

const faults = (part: Partial<StudyPlan>) => checkStudyPlan({ ...usualPlan, ...part }).map(({ field }) => field);

describe('a plan of a study', () => {
  it('may state nothing, or everything', () => {
    expect(faults({})).toEqual([]);
    expect(
      faults({
        ...{ targetPatients: 400, accrualFrom: '2020-01-01', accrualUntil: '2022-12-31' },
        ...{ plannedEvents: 247, hazardRatio: 0.7, comparisonShare: 0.25 },
      }),
    ).toEqual([]);
  });

  it.each<[Partial<StudyPlan>, string[]]>([
    [{ targetPatients: 400 }, ['accrualFrom', 'accrualUntil']],
    [{ targetPatients: 0.5, accrualFrom: '2020-01-01', accrualUntil: '2021-01-01' }, ['targetPatients']],
    [{ accrualFrom: '2020-01-01', accrualUntil: '2020-01-01' }, ['accrualUntil']],
    [{ accrualFrom: '2020-02-30' }, ['accrualFrom']],
    [{ hazardRatio: 1 }, ['hazardRatio']],
    [{ hazardRatio: Number.NaN, alpha: Number.NaN }, ['hazardRatio', 'alpha']],
    [{ power: 1, comparisonShare: 0, endpoint: 'TTP' as 'OS' }, ['power', 'comparisonShare', 'endpoint']],
  ])('%j is refused by the names of its settings', (part, names) => {
    expect(faults(part)).toEqual(names);
  });

  it('expects as many patients each day', () => {
    // 100 days from 2020-01-01 (day 18262): 200 patients are two a day.
    const plan = { ...usualPlan, targetPatients: 200, accrualFrom: '2020-01-01', accrualUntil: '2020-04-09' };
    expect([18_261, 18_262, 18_311, 18_361, 20_000].map((day) => plannedBy(plan, day))).toEqual([0, 2, 100, 200, 200]);
    expect(plannedBy(usualPlan, 18_262)).toBeNull();
  });
});
