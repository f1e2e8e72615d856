import { checkRow } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { newPatientForm, splitNewPatient } from './new-patient.ts';

const nfh = { code: 'NFH', name: 'First' };
const other = { code: 'FAHSYU', name: 'Second' };
const lists = { arm: [] };
const entered = { code: 'P-1', enrolledOn: null, ageYears: 60, sex: 'male' };

describe('adding a patient', () => {
  test('offers no choice of centre if there is only one', () => {
    const form = newPatientForm([nfh]);
    expect(Object.keys(form.fields)).toEqual(['code', 'enrolledOn', 'ageYears', 'sex']);
    expect(checkRow(form, entered, lists)).toEqual([]);
    expect(splitNewPatient(entered, 'NFH')).toEqual({
      centre: 'NFH',
      code: 'P-1',
      demographics: { enrolledOn: null, ageYears: 60, sex: 'male' },
    });
  });

  test('asks for the centre if there are several, and accepts only these', () => {
    const form = newPatientForm([nfh, other]);
    expect(checkRow(form, entered, lists).map(({ field, problem }) => [field, problem])).toEqual([
      ['centre', 'required'],
    ]);
    expect(checkRow(form, { ...entered, centre: 'XYZ' }, lists)[0]?.problem).toBe('notInList');
    expect(splitNewPatient({ ...entered, centre: 'FAHSYU' }, undefined).centre).toBe('FAHSYU');
  });

  test.each(['', '-1', 'a b', 'é1', 'x'.repeat(41)])('the code %s is refused', (code) => {
    expect(checkRow(newPatientForm([nfh]), { ...entered, code }, lists).map(({ field }) => field)).toEqual(['code']);
  });
});
