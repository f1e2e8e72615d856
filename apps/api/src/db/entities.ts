import { forms, tumourAssessmentForm } from '@haim/schema';
import { type EntitySchema } from 'typeorm';
import { entityFromForm, type StoredRow } from './entity-from-form.ts';

/** Additional columns that the portal computes from the fields; never entered, never imported. */
const derivedColumns = {
  [tumourAssessmentForm.name]: {
    derivedResponse: { type: 'text', name: 'derived_response', nullable: true },
    derivedRule: { type: 'text', name: 'derived_rule', nullable: true },
  },
} as const;

export const entities: readonly EntitySchema<StoredRow>[] = forms.map((form) =>
  entityFromForm(form, form.name === tumourAssessmentForm.name ? derivedColumns[form.name] : {}),
);

export function entityOf(formName: string): EntitySchema<StoredRow> {
  const entity = entities.find(({ options }) => options.name === formName);
  if (!entity) throw new Error(`no table for form ${formName}`);
  return entity;
}
