import { checkOwnField, type OwnField } from '@haim/schema';
import { describe, expect, test } from 'vitest';
import { draftOfField, type FieldDraft, fieldOfDraft, moved, newDraft } from './field-draft.ts';

const smoking: OwnField = {
  ...{ form: 'baseline', name: 'smoking', kind: 'code', required: true },
  ...{ label: { en: 'Smoking', zh: '吸烟' }, help: { en: 'As told', zh: '自述' } },
  ...{ unit: null, lowest: null, highest: null, known: 'timeZero', counts: null },
  codes: [{ code: 'never', label: { en: 'Never', zh: '从不' } }],
};
const dose: OwnField = { ...smoking, name: 'dose', kind: 'decimal', help: null, codes: [], unit: 'mg', lowest: 0.5 };

const pain: OwnField = { ...smoking, form: 'followUp', name: 'pain', known: 'outcome', counts: 'highest' };

describe('the inputs of a declaration', () => {
  test.each([smoking, dose, pain])('$name comes out as it went in', (field) => {
    expect(fieldOfDraft(draftOfField(field))).toEqual(field);
  });

  test('what another kind has is not sent after the kind was changed', () => {
    expect(fieldOfDraft({ ...draftOfField(smoking), kind: 'text', unit: 'mg', lowest: '1' })).toMatchObject({
      kind: 'text',
      unit: null,
      lowest: null,
      codes: [],
    });
  });

  test('a record that counts is not sent where a patient has one, or the field is not a variable', () => {
    expect(fieldOfDraft({ ...draftOfField(pain), form: 'baseline' }).counts).toBeNull();
    expect(fieldOfDraft({ ...draftOfField(pain), known: null }).counts).toBeNull();
  });

  test('an end of a range that is not a number is refused, not left out', () => {
    const draft: FieldDraft = { ...draftOfField(dose), highest: 'many' };
    expect(checkOwnField(fieldOfDraft(draft), []).map(({ field }) => field)).toEqual(['highest']);
    expect(fieldOfDraft({ ...draft, highest: ' １２ ' }).highest).toBe(12);
  });

  test('a new one lacks name, labels and codes', () => {
    const faults = checkOwnField(fieldOfDraft(newDraft('baseline')), []).map(({ field }) => field);
    expect(faults.slice(0, 3)).toEqual(['name', 'label.en', 'label.zh']);
    expect(faults).toContain('codes.0.code');
  });
});

test.each([
  [0, 1, 'bac'],
  [2, -1, 'acb'],
  [0, -1, 'abc'],
  [2, 1, 'abc'],
] as const)('moving item %i of abc by %i gives %s', (from, by, expected) => {
  expect(moved([...'abc'], from, by).join('')).toBe(expected);
});
