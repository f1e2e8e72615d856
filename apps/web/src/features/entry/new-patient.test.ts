import { checkRow, demographicsForm, formOfStudy } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { newPatientForm, splitNewPatient } from './new-patient.ts';

const nfh = { code: 'NFH', name: 'First' };
const other = { code: 'FAHSYU', name: 'Second' };
const lists = { arm: [] };
const entered = { code: 'P-1', enrolledOn: null, ageYears: 60, sex: 'male' };

describe('adding a patient', () => {
  test('offers no choice of centre if there is only one', () => {
    const form = newPatientForm([nfh], demographicsForm);
    expect(Object.keys(form.fields)).toEqual(['code', 'enrolledOn', 'ageYears', 'sex']);
    expect(checkRow(form, entered, lists)).toEqual([]);
    expect(splitNewPatient(entered, 'NFH')).toEqual({
      centre: 'NFH',
      code: 'P-1',
      demographics: { enrolledOn: null, ageYears: 60, sex: 'male', own: {} },
    });
  });

  test('asks for the centre if there are several, and accepts only these', () => {
    const form = newPatientForm([nfh, other], demographicsForm);
    expect(checkRow(form, entered, lists).map(({ field, problem }) => [field, problem])).toEqual([
      ['centre', 'required'],
    ]);
    expect(checkRow(form, { ...entered, centre: 'XYZ' }, lists)[0]?.problem).toBe('notInList');
    expect(splitNewPatient({ ...entered, centre: 'FAHSYU' }, undefined).centre).toBe('FAHSYU');
  });

  test('asks for the fields that the study adds, and sends them together', () => {
    const smoker = {
      form: 'demographics',
      name: 'smoker',
      kind: 'boolean' as const,
      label: { en: 'Smoker', zh: '吸烟' },
      help: null,
      required: true,
      unit: null,
      lowest: null,
      highest: null,
      codes: [],
      known: null,
      counts: null,
    };
    const form = newPatientForm([nfh], formOfStudy(demographicsForm, [smoker]));
    expect(checkRow(form, entered, lists).map(({ field, problem }) => [field, problem])).toEqual([
      ['own_smoker', 'required'],
    ]);
    expect(splitNewPatient({ ...entered, own_smoker: true }, 'NFH').demographics).toMatchObject({
      own: { own_smoker: true },
    });
  });

  test.each(['', '-1', 'a b', 'é1', 'x'.repeat(41)])('the code %s is refused', (code) => {
    expect(
      checkRow(newPatientForm([nfh], demographicsForm), { ...entered, code }, lists).map(({ field }) => field),
    ).toEqual(['code']);
  });
});
