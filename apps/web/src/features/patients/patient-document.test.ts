import { readFileSync } from 'node:fs';
import { baselineForm, tumourAssessmentForm } from '@haim/schema';
import { buildSchema, validate } from 'graphql';
import { expect, test } from 'vitest';
import { type Patient, patientDocument, recordsOf } from './patient-document.ts';

const contract = new URL('../../../../../packages/schema/schema.graphql', import.meta.url);

test('the query of a patient is valid against the contract', () => {
  expect(validate(buildSchema(readFileSync(contract, 'utf8')), patientDocument)).toEqual([]);
});

test('records are a list whether a form repeats or not', () => {
  const keys = { id: '1', version: 1, updatedAt: '' };
  const patient = { baseline: { ...keys, bclcStage: 'B' }, tumourAssessments: [keys, keys] } as unknown as Patient;
  expect(recordsOf(patient, baselineForm)).toHaveLength(1);
  expect(recordsOf(patient, tumourAssessmentForm)).toHaveLength(2);
  expect(recordsOf({ ...patient, baseline: null }, baselineForm)).toEqual([]);
});
