import { readFileSync } from 'node:fs';
import { type Form, forms, patientFieldOf } from '@haim/schema';
import { buildSchema, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { saveDocument, selectionOf } from './documents.ts';

const contract = buildSchema(
  readFileSync(new URL('../../../../packages/schema/schema.graphql', import.meta.url), 'utf8'),
);
/** Scores come from imports alone: the contract has no mutation for them. */
const entered = forms.filter(({ name }) => name !== 'importedScore');

describe('documents built from the declarations', () => {
  test.each(entered.map((form) => [form.name, form] as const))('saving %s is valid against the contract', (_, form) => {
    expect(validate(contract, saveDocument(form as Form))).toEqual([]);
  });

  test.each(forms.map((form) => [form.name, form] as const))('%s is found below its patient', (_, form) => {
    const field = contract.getQueryType()?.getFields()['patient'];
    const patient = contract.getType('Patient');
    expect(field).toBeDefined();
    expect(patient && 'getFields' in patient ? Object.keys(patient.getFields()) : []).toContain(patientFieldOf(form));
  });

  test('a selection names the keys and every declared field once', () => {
    for (const form of forms) {
      const names = selectionOf(form).split(' ');
      expect(new Set(names).size).toBe(names.length);
      expect(names).toEqual(expect.arrayContaining(['id', 'version', 'updatedAt', ...Object.keys(form.fields)]));
    }
  });
});
