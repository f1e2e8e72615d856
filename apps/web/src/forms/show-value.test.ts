import { adverseEventForm, baselineForm, demographicsForm, treatmentForm, tumourAssessmentForm } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { showValue } from './show-value.ts';

const choices = { arm: [{ code: 'HTI', label: 'HAIC + TKI + ICI' }] };
const words = { yes: 'Yes', no: 'No', missing: '—' };

describe('a saved value as displayed', () => {
  test.each([
    ['a symbol with its meaning', baselineForm.fields.bclcStage, 'B', 'B · Intermediate'],
    ['a label that says the code', baselineForm.fields.childPughClass, 'A', 'A (5-6 points)'],
    ['a label that says the grade', adverseEventForm.fields.grade, '3', 'Grade 3 Severe'],
    ['a word by its label', demographicsForm.fields.sex, 'female', 'Female'],
    ['a response', tumourAssessmentForm.fields.readerResponse, 'PR', 'PR · Partial response'],
    ['a code of the study', treatmentForm.fields.arm, 'HTI', 'HAIC + TKI + ICI'],
    ['a code that left the list', treatmentForm.fields.arm, 'OLD', 'OLD'],
    ['no', baselineForm.fields.cirrhosis, false, 'No'],
    ['not recorded', baselineForm.fields.cirrhosis, null, '—'],
    ['a date of a month', adverseEventForm.fields.startedOn, '2023-05', '2023-05-??'],
    ['a date of a year', adverseEventForm.fields.startedOn, '2023', '2023-??-??'],
    ['zero', baselineForm.fields.afpNgMl, 0, '0'],
  ])('%s', (_, spec, value, shown) => {
    expect(showValue(spec, value, choices, 'en', words)).toBe(shown);
  });

  test('is shown in Chinese', () => {
    expect(showValue(baselineForm.fields.bclcStage, 'C', choices, 'zh', words)).toBe('C · 晚期');
    expect(showValue(baselineForm.fields.childPughClass, 'B', choices, 'zh', words)).toBe('B级（7-9分）');
  });
});
