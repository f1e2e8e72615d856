import { describe, expect, it } from 'vitest';
import { asksOf, filledOf } from './fullness.ts';
import { demographicsForm } from './forms/demographics.form.ts';
import { followUpForm } from './forms/follow-up.form.ts';

describe('what a record is asked for', () => {
  it('is every field, and of a date and a study day one', () => {
    expect(asksOf(demographicsForm)).toEqual([['enrolledOn'], ['ageYears'], ['sex']]);
    expect(asksOf(followUpForm)).toEqual([['contactOn', 'contactDay'], ['vitalStatus'], ['causeOfDeath']]);
  });

  it('is filled by any value, also by no and by zero', () => {
    expect(filledOf(demographicsForm, { ageYears: 0, sex: 'male', enrolledOn: null })).toBe(2);
    expect(filledOf(followUpForm, { contactDay: 0, vitalStatus: 'alive' })).toBe(2);
    expect(filledOf(followUpForm, {})).toBe(0);
  });
});
