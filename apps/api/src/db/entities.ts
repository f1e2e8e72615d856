import { adverseEventForm, forms, isExtensible, tumourAssessmentForm } from '@haim/schema';
import { type EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { entityFromForm, type StoredRow } from './entity-from-form.ts';

type Columns = Record<string, EntitySchemaColumnOptions>;

/** Additional columns that the portal computes from the fields; never entered, never imported. */
const derivedColumns: Readonly<Record<string, Columns>> = {
  [tumourAssessmentForm.name]: {
    derivedResponse: { type: 'text', name: 'derived_response', nullable: true },
    derivedRule: { type: 'text', name: 'derived_rule', nullable: true },
  },
  // The days that are known to the day, for what counts by days.
  [adverseEventForm.name]: {
    startedDay: { type: 'date', name: 'started_day', nullable: true },
    resolvedDay: { type: 'date', name: 'resolved_day', nullable: true },
  },
};

/** The values of the fields that the study of the record adds to its form, and why values are missing, each by field. */
const gatheredColumns: Columns = { own: { type: 'jsonb', default: {} }, missing: { type: 'jsonb', default: {} } };

export const entities: readonly EntitySchema<StoredRow>[] = forms.map((form) =>
  entityFromForm(form, { ...derivedColumns[form.name], ...(isExtensible(form.name) && gatheredColumns) }),
);

export function entityOf(formName: string): EntitySchema<StoredRow> {
  const entity = entities.find(({ options }) => options.name === formName);
  if (!entity) throw new Error(`no table for form ${formName}`);
  return entity;
}
