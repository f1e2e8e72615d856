import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chosenValues,
  clearVariable,
  cohortInput,
  everybody,
  isEverybody,
  parseCohort,
  setRange,
  showCohort,
  toggleValue,
} from './cohort-filter.ts';

describe('the selection in the address', () => {
  it('reads and writes all three kinds of condition', () => {
    const text = 'arm:HTI;bclcStage:B,C;portalVeinThrombus:false;ageYears:50-70;tumourSizeMm:80-';
    const cohort = parseCohort(text);
    expect(showCohort(cohort)).toBe(text);
    expect(cohortInput(cohort)).toEqual({
      arms: ['HTI'],
      bclcStages: ['B', 'C'],
      portalVeinThrombus: false,
      ageYearsMin: 50,
      ageYearsMax: 70,
      tumourSizeMmMin: 80,
    });
  });

  it('is nothing where nothing is chosen', () => {
    expect(showCohort(everybody)).toBe('');
    expect(cohortInput(parseCohort(''))).toBeNull();
    expect(isEverybody(toggleValue(toggleValue(everybody, 'arm', 'HTI'), 'arm', 'HTI'))).toBe(true);
  });

  it('leaves out what it does not understand', () => {
    expect(showCohort(parseCohort('colour:red;ageYears:x-;hepatitisB:maybe;arm:;;sex:male;ageYears:-'))).toBe(
      'sex:male',
    );
  });

  it('does not depend on the order of clicks', () => {
    const one = toggleValue(toggleValue(everybody, 'bclcStage', 'C'), 'bclcStage', 'B');
    const other = toggleValue(toggleValue(everybody, 'bclcStage', 'B'), 'bclcStage', 'C');
    expect(showCohort(one)).toBe(showCohort(other));
  });

  it('gives a boolean one value at a time', () => {
    const yes = toggleValue(everybody, 'hepatitisB', 'true');
    expect(chosenValues(yes, 'hepatitisB')).toEqual(['true']);
    expect(chosenValues(toggleValue(yes, 'hepatitisB', 'false'), 'hepatitisB')).toEqual(['false']);
    expect(chosenValues(toggleValue(yes, 'hepatitisB', 'true'), 'hepatitisB')).toEqual([]);
  });

  it('clears one variable and keeps the others', () => {
    const cohort = setRange(toggleValue(everybody, 'arm', 'HAIC'), 'ageYears', [40, null]);
    expect(showCohort(clearVariable(cohort, 'arm'))).toBe('ageYears:40-');
    expect(showCohort(clearVariable(cohort, 'ageYears'))).toBe('arm:HAIC');
  });

  it('survives any value', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (values) => {
        const cohort = { ...everybody, lists: { centre: values } };
        expect(new Set(parseCohort(showCohort(cohort)).lists.centre)).toEqual(new Set(values));
      }),
    );
  });
});
