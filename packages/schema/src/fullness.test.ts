import { describe, expect, it } from 'vitest';
import { vitalStatus } from './codes/vital-status.ts';
import { oneMoment, studyDay } from './dated.ts';
import { defineForm } from './form.ts';
import { asksOf, filledOf } from './fullness.ts';

const label = { en: 'A field', zh: '字段' };
const contact = defineForm(
  'contact',
  { label, repeats: true, rules: [oneMoment('contactOn', 'contactDay')] },
  {
    contactOn: { kind: 'date', label },
    contactDay: studyDay(label),
    vitalStatus: { kind: 'code', label, list: vitalStatus, required: true },
    isByPhone: { kind: 'boolean', label },
  },
);

describe('the completeness of a record', () => {
  it('counts every field, and a date and a study day as one', () => {
    expect(asksOf(contact)).toEqual([['contactOn', 'contactDay'], ['vitalStatus'], ['isByPhone']]);
  });

  it('counts any value as filled, including no and zero', () => {
    expect(filledOf(contact, { contactDay: 0, vitalStatus: 'alive', isByPhone: null })).toBe(2);
    expect(filledOf(contact, { contactDay: 0, vitalStatus: 'alive', isByPhone: false })).toBe(3);
    expect(filledOf(contact, {})).toBe(0);
  });
});
