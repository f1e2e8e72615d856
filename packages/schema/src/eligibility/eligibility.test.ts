import { describe, expect, it } from 'vitest';
import { judged } from '../cohort/index.ts';
import { checkCriteria } from './check-criteria.ts';
import { type Criterion, knownLaterIn, populationFilter } from './criterion.ts';
import { publishedCriteria } from './published-criteria.ts';
import { checkScreening, type Screening } from './screening.ts';

const named = { en: 'ECOG PS over 2', zh: 'ECOG PS > 2' };
const criterion: Criterion = {
  code: 'ecogOver2',
  kind: 'exclusion',
  label: named,
  filter: { variable: 'ecogPs', in: ['3', '4'] },
};
const faults = (...criteria: unknown[]) =>
  checkCriteria({ population: 'eligible', criteria: criteria as Criterion[] }, []).map(
    ({ field, expected }) => `${field}: ${expected.en}`,
  );

describe('criteria of a study', () => {
  it('may be those of the published study, of which three are known only after time zero', () => {
    expect(faults(...publishedCriteria)).toEqual([]);
    expect(publishedCriteria.filter((one) => knownLaterIn(one).length > 0).map(({ code }) => code)).toEqual([
      'twoHaicCycles',
      'followUpImaging',
      'lostToFollowUp',
    ]);
  });

  it('take in who has 50.1 mm and two cycles, and not who has 50 mm or one', () => {
    const of = (code: string, values: Record<string, number>) =>
      judged(publishedCriteria.find((one) => one.code === code)!.filter, values);
    expect([of('lesionOver50mm', { tumourSizeMm: 50 }), of('lesionOver50mm', { tumourSizeMm: 50.1 })]).toEqual([
      false,
      true,
    ]);
    expect([of('twoHaicCycles', { haicCyclesGiven: 1 }), of('twoHaicCycles', { haicCyclesGiven: 2 })]).toEqual([
      false,
      true,
    ]);
    expect(of('twoHaicCycles', {})).toBeNull();
  });

  it.each<[string, object, RegExp]>([
    [
      'an unknown variable',
      { filter: { variable: 'stomach', in: ['x'] } },
      /^criteria\.0\.filter\.variable: a variable/,
    ],
    [
      'a wrong code',
      { filter: { variable: 'ecogPs', in: ['9'] } },
      /^criteria\.0\.filter\.in\[0\]: one of 0, 1, 2, 3, 4/,
    ],
    ['no condition', { filter: null }, /^criteria\.0\.filter: a condition/],
    ['a condition on itself', { filter: { variable: 'eligibility', in: ['eligible'] } }, /other variables/],
    ['no Chinese name', { label: { en: 'ECOG', zh: ' ' } }, /^criteria\.0\.label\.zh: a name/],
    ['another kind', { kind: 'wish' }, /^criteria\.0\.kind: one of inclusion, exclusion/],
    ['a code with a blank', { code: 'ecog 2' }, /^criteria\.0\.code: letters and digits/],
    ['the code of decisions', { code: 'decision' }, /^criteria\.0\.code/],
  ])('are refused for %s, in its place', (_, change, expected) => {
    expect(faults({ ...criterion, ...change })).toEqual([expect.stringMatching(expected)]);
  });

  it('have different codes, and the study counts the eligible or all', () => {
    expect(faults(criterion, criterion)).toEqual(['criteria.1.code: another code: ecogOver2 is there already']);
    expect(checkCriteria({ population: 'some' as 'all', criteria: [] }, [])).toMatchObject([{ field: 'population' }]);
  });

  it('leave nobody out of a selection by eligibility itself', () => {
    expect(populationFilter('eligible', ['arm'])).toEqual({ not: { variable: 'eligibility', in: ['ineligible'] } });
    expect(populationFilter('eligible', ['excludedBy'])).toBeNull();
    expect(populationFilter('all', [])).toBeNull();
  });
});

describe('a line of the screening log', () => {
  const line: Screening = {
    ...{ number: 'S-017', screenedOn: '2024-02-29', outcome: 'notEligible', failedCriteria: ['ecogOver2'] },
    ...{ reason: null, patient: null },
  };
  const fieldsOf = (change: Partial<Screening>) =>
    checkScreening({ ...line, ...change }, ['ecogOver2'], '2024-03-01').map(({ field }) => field);

  it('names a number, a day that was, and a criterion that is not met', () => {
    expect(fieldsOf({})).toEqual([]);
    expect(fieldsOf({ outcome: 'declined', failedCriteria: [] })).toEqual([]);
    expect(fieldsOf({ outcome: 'enrolled', failedCriteria: [], patient: 'P-1' })).toEqual([]);
  });

  it.each<[Partial<Screening>, string]>([
    [{ number: '' }, 'number'],
    [{ number: 'Wang Li' }, 'number'],
    [{ screenedOn: '2024-02-30' }, 'screenedOn'],
    [{ screenedOn: '2024-03-02' }, 'screenedOn'],
    [{ screenedOn: '1899-12-31' }, 'screenedOn'],
    [{ failedCriteria: [] }, 'failedCriteria'],
    [{ failedCriteria: ['stomach'] }, 'failedCriteria'],
    [{ outcome: 'declined' }, 'failedCriteria'],
    [{ outcome: 'other', failedCriteria: [] }, 'reason'],
    [{ outcome: 'enrolled', failedCriteria: [] }, 'patient'],
    [{ outcome: 'declined', failedCriteria: [], patient: 'P-1' }, 'patient'],
    [{ reason: 'x'.repeat(201) }, 'reason'],
  ])('is refused with %j for its %s', (change, field) => {
    expect(fieldsOf(change)).toEqual([field]);
  });
});
