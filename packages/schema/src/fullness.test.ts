import { describe, expect, it } from 'vitest';
import { asksOf, filledOf } from './fullness.ts';
import { demographicsForm } from './forms/demographics.form.ts';
import { followUpForm } from './forms/follow-up.form.ts';

describe('the completeness of a record', () => {
  it('counts every field, and a date and a study day as one', () => {
    expect(asksOf(demographicsForm)).toEqual([['enrolledOn'], ['ageYears'], ['sex']]);
    expect(asksOf(followUpForm)).toEqual([['contactOn', 'contactDay'], ['vitalStatus'], ['causeOfDeath']]);
  });

  it('counts any value as filled, including no and zero', () => {
    expect(filledOf(demographicsForm, { ageYears: 0, sex: 'male', enrolledOn: null })).toBe(2);
    expect(filledOf(followUpForm, { contactDay: 0, vitalStatus: 'alive' })).toBe(2);
    expect(filledOf(followUpForm, {})).toBe(0);
  });
});
