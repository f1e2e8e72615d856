import { describe, expect, it } from 'vitest';
import { checkRow } from '../check-row.ts';
import { ctcaeTermOf, gradesOf } from '../ctcae/index.ts';
import { labResultForm } from '../forms/index.ts';
import { labGradings } from './lab-grades.ts';
import { labTests, standardValue } from './lab-tests.ts';
import { type LabResult, proposeEvents } from './propose-events.ts';

const lists = { arm: [] };

describe('the standard value of a result', () => {
  // By hand, from the factors that labs/lab-tests.ts names with their sources.
  it.each([
    ['BILI', 2, 'mg/dL', 34.2],
    ['BILI', 34.2, 'umol/L', 34.2],
    ['CREAT', 1.5, 'mg/dL', 132.6],
    ['ALB', 3.5, 'g/dL', 35],
    ['PLAT', 75_000, '/uL', 75],
    ['HGB', 6.2, 'mmol/L', 99.9068],
    ['AFP', 100, 'IU/mL', 121],
    ['ALT', 1, 'ukat/L', 60],
    ['AFP', 400, 'kIU/L', 484],
    ['HBVVLD', 10_000, 'copies/mL', 2000],
  ])('%s of %d %s is %d in the standard unit', (test, value, unit, expected) => {
    expect(standardValue(test, value, unit)).toBeCloseTo(expected, 9);
  });

  it('does not exist for a unit that the test is not reported in', () => {
    expect(standardValue('BILI', 1, 'U/L')).toBeNull();
    const row = { test: 'BILI', takenOn: '2022-01-01', value: 1, unit: 'U/L' };
    expect(checkRow(labResultForm, row, lists)).toMatchObject([
      { field: 'unit', problem: 'notInList', expected: { en: 'one of umol/L, mg/dL: the units of Total bilirubin' } },
    ]);
    expect(checkRow(labResultForm, { ...row, unit: 'mg/dL' }, lists)).toEqual([]);
  });

  it('is in a unit of factor 1', () => {
    for (const { standard, factors } of labTests) expect((factors as Record<string, number>)[standard]).toBe(1);
  });
});

const zero = '2022-01-01';
const result = (test: string, value: number, given: Partial<LabResult> = {}): LabResult => {
  const unit = labTests.find(({ code }) => code === test)!.standard;
  return {
    id: 'r',
    test,
    takenOn: '2022-02-01',
    value,
    beyond: null,
    unit,
    lowerNormal: null,
    upperNormal: null,
    ...given,
  };
};
const grades = (results: readonly LabResult[], events: Parameters<typeof proposeEvents>[1] = []) =>
  proposeEvents(results, events, zero).map(({ term, grade }) => `${term} ${grade}`);

describe('the grade that a result speaks for', () => {
  it('is of a term that CTCAE has, and one of its grades', () => {
    for (const { term } of Object.values(labGradings).flat()) expect(ctcaeTermOf(term), term).not.toBeNull();
    const [inr] = labGradings.INR!;
    expect(gradesOf(ctcaeTermOf(inr!.term)!).map(({ grade }) => grade)).toEqual(['1', '2', '3']);
  });

  // CTCAE 5.0: the value, its limits, the baseline with its upper limit; by hand.
  it.each([
    ['ALT', 40, 40, null, null],
    ['ALT', 41, 40, null, '1'],
    ['ALT', 120, 40, null, '1'],
    ['ALT', 121, 40, null, '2'],
    ['ALT', 201, 40, null, '3'],
    ['ALT', 801, 40, null, '4'],
    // An abnormal baseline of 100: grade 1 from 150 on, grade 2 over 300.
    ['ALT', 149, 40, 100, null],
    ['ALT', 150, 40, 100, '1'],
    ['ALT', 300, 40, 100, '1'],
    ['ALT', 301, 40, 100, '2'],
    ['ALP', 250, 100, null, '1'],
    ['ALP', 251, 100, null, '2'],
    ['BILI', 31, 21, 30, '1'],
    ['BILI', 30, 21, 30, null],
    ['BILI', 46, 21, 30, '2'],
    ['BILI', 211, 21, null, '4'],
  ])('%s of %d with the upper limit %d and the baseline %s is grade %s', (test, value, upperNormal, before, grade) => {
    const baseline = before === null ? [] : [result(test, before, { takenOn: zero, upperNormal })];
    const found = proposeEvents([...baseline, result(test, value, { upperNormal })], [], zero);
    expect(found.map((event) => event.grade)).toEqual(grade === null ? [] : [grade]);
  });

  it.each([
    ['PLAT', 75, 100, '1'],
    ['PLAT', 74.9, 100, '2'],
    ['PLAT', 49, 100, '3'],
    ['PLAT', 24, 100, '4'],
    ['PLAT', 100, 100, null],
    ['NEUT', 0.99, 2, '3'],
    ['HGB', 79, 120, '3'],
    ['HGB', 100, 120, '1'],
    ['ALB', 29, 35, '2'],
    ['ALB', 19, 35, '3'],
    ['K', 2.9, 3.5, '3'],
    ['K', 3.2, 3.5, '1'],
    ['SODIUM', 127, 135, '2'],
    ['SODIUM', 119, 135, '4'],
    ['INR', 1.3, null, '1'],
    ['INR', 2.6, null, '3'],
  ])('%s of %d with the lower limit %s is grade %s', (test, value, lowerNormal, grade) => {
    const found = proposeEvents([result(test, value, { lowerNormal })], [], zero);
    expect(found.map((event) => event.grade)).toEqual(grade === null ? [] : [grade]);
  });

  it('of creatinine counts from the baseline as well as from the limit', () => {
    const before = result('CREAT', 50, { takenOn: '2021-12-20', upperNormal: 110 });
    expect(grades([before, result('CREAT', 76, { upperNormal: 110 })])).toEqual(['Creatinine increased 2']);
    expect(grades([before, result('CREAT', 151, { upperNormal: 110 })])).toEqual(['Creatinine increased 3']);
  });

  it('is counted in the standard unit, whatever unit was reported', () => {
    const reported = result('BILI', 2, { unit: 'mg/dL', upperNormal: 1.2 });
    expect(grades([reported])).toEqual(['Blood bilirubin increased 2']);
  });

  it('is not proposed before time zero, without one, for a flag, or where an event covers the day', () => {
    const low = result('PLAT', 40);
    expect(grades([{ ...low, takenOn: zero }])).toEqual([]);
    expect(proposeEvents([low], [], null)).toEqual([]);
    expect(grades([{ ...low, beyond: '<' }])).toEqual([]);
    const event = { term: 'Platelet count decreased', grade: '3', startedOn: '2022-01-20', resolvedOn: null };
    expect(grades([low], [event])).toEqual([]);
    expect(grades([low], [{ ...event, grade: '2' }])).toEqual(['Platelet count decreased 3']);
    expect(grades([low], [{ ...event, resolvedOn: '2022-01-25' }])).toEqual(['Platelet count decreased 3']);
  });

  it('says what it was counted from', () => {
    const before = result('ALT', 100, { takenOn: zero, upperNormal: 40 });
    const from = (results: readonly LabResult[]) =>
      proposeEvents(results, [], zero).map((event) => [event.from, event.isBaselineUnknown]);
    expect(from([before, result('ALT', 310, { upperNormal: 40 })])).toEqual([['baseline', false]]);
    expect(from([result('ALT', 310, { upperNormal: 40 })])).toEqual([['limits', true]]);
    expect(from([result('PLAT', 40)])).toEqual([['limits', false]]);
  });

  it('is not proposed for what needs a limit of normal that nobody entered', () => {
    expect(grades([result('ALT', 500)])).toEqual([]);
    expect(grades([result('PLAT', 90)])).toEqual([]);
  });
});

it('doubts a result that is usual in another unit only', () => {
  const doubts = (row: object) =>
    checkRow(labResultForm, { takenOn: '2024-02-01', ...row }, { arm: [] }).map(
      ({ field, severity }) => `${field} ${severity}`,
    );
  expect(doubts({ test: 'ALB', value: 3.8, unit: 'g/L' })).toEqual(['value warning']);
  expect(doubts({ test: 'ALB', value: 3.8, unit: 'g/dL' })).toEqual([]);
  expect(doubts({ test: 'BILI', value: 1.1, unit: 'umol/L' })).toEqual(['value warning']);
  expect(doubts({ test: 'BILI', value: 1.1, unit: 'mg/dL' })).toEqual([]);
  expect(doubts({ test: 'PLAT', value: 150000, unit: '10^9/L' })).toEqual(['value warning']);
});
