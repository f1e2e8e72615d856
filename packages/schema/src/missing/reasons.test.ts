import { describe, expect, it } from 'vitest';
import { checkRow } from '../check-row.ts';
import { type Form } from '../form.ts';
import { baselineForm, followUpForm, haicCycleForm, slideForm, systemicCourseForm } from '../forms/index.ts';
import { filledOf } from '../fullness.ts';
import { gatherOwn, spreadOwn } from '../own-fields/index.ts';
import { valuesOf, withReasons } from './reasons.ts';

const form = withReasons(baselineForm);
const lists = { arm: [] };
const issues = (row: object) => checkRow(form, { ...row }, lists).map(({ field, problem }) => [field, problem]);

describe('a reason for a missing value', () => {
  it('is one of the list, and takes the place of the value', () => {
    expect(issues({ missing_afpNgMl: 'notDone' })).toEqual([]);
    expect(issues({ missing_afpNgMl: 'lost' })).toEqual([['missing_afpNgMl', 'notInList']]);
    expect(issues({ afpNgMl: 12, missing_afpNgMl: 'notDone' })).toEqual([['afpNgMl', 'rule']]);
    expect(issues({ missing_albumin: 'notDone' })).toEqual([['missing_albumin', 'unknownField']]);
  });

  it('is given for no value that is required, for neither of two of which one is, and in no file of slides', () => {
    const reasons = Object.keys(withReasons(followUpForm).fields).filter((field) => field.startsWith('missing_'));
    expect(reasons).toEqual(['missing_causeOfDeath']);
    expect(withReasons(slideForm)).toBe(slideForm);
    expect(valuesOf(form)).toEqual(valuesOf(baselineForm));
  });

  it('of why a dose changed or when a drug stopped lets a record pass that would need the value', () => {
    const cycle = { cycleNumber: 1, givenOn: '2024-01-01', doseChange: 'reduced' };
    const course = { drugClass: 'tki', drug: 'lenvatinib', courseStartedOn: '2024-01-01', stopReason: 'progression' };
    const faults = (of: Form, row: object) => checkRow(withReasons(of), { ...row }, lists).map(({ field }) => field);
    expect(faults(haicCycleForm, cycle)).toEqual(['doseChangeReason']);
    expect(faults(haicCycleForm, { ...cycle, missing_doseChangeReason: 'unknown' })).toEqual([]);
    expect(faults(systemicCourseForm, course)).toEqual(['stopReason']);
    expect(faults(systemicCourseForm, { ...course, missing_stoppedOn: 'unknown' })).toEqual([]);
    expect(faults(systemicCourseForm, { ...course, missing_stoppedOn: 'notApplicable' })).toEqual(['stopReason']);
  });

  it('answers its field, unless it is pending', () => {
    const row = { cirrhosis: true, missing_afpNgMl: 'notDone', missing_ecogPs: 'pending' };
    expect([filledOf(form, row), filledOf(baselineForm, row)]).toEqual([2, 2]);
  });

  it('is stored apart from the values, by its field', () => {
    const stored = { cirrhosis: true, own: { own_x: 1 }, missing: { afpNgMl: 'notDone', own_y: 'unknown' } };
    const row = { cirrhosis: true, own_x: 1, missing_afpNgMl: 'notDone', missing_own_y: 'unknown' };
    expect(spreadOwn(stored)).toEqual(row);
    expect(gatherOwn(row)).toEqual(stored);
  });
});
