import { type Analysis, columnOf, type FieldSpec, type Form, fieldsOf, type Kind } from '../form.ts';
import { defineVariable, type SubjectVariable } from './variable.ts';

const kinds: Record<Kind, Pick<SubjectVariable, 'kind' | 'stored'>> = {
  integer: { kind: 'quantity', stored: 'int' },
  decimal: { kind: 'quantity', stored: 'float8' },
  code: { kind: 'category', stored: 'text' },
  studyCode: { kind: 'category', stored: 'text' },
  boolean: { kind: 'flag', stored: 'boolean' },
  date: { kind: 'date', stored: 'date' },
  text: { kind: 'text', stored: 'text' },
};

/** What a variable does not do that only conditions name. */
export const forConditions = {
  filter: null,
  facet: false,
  groups: false,
  sorts: false,
  covariate: false,
  tableOne: false,
} as const;

/** The variables that a form's fields declare with `analysis`. */
export function variablesOfForm(form: Form): SubjectVariable[] {
  return fieldsOf(form).flatMap(([field, spec]) => {
    if (!spec.analysis) return [];
    // With several records per patient no single one applies: such a variable has to be derived.
    if (form.repeats) throw new Error(`${form.name}.${field}: a form that repeats gives no variable of the patient`);
    return [variableOf(form, field, spec, spec.analysis)];
  });
}

export function variableOf(
  form: Form,
  field: string,
  spec: FieldSpec,
  { conditionsOnly, ...analysis }: Analysis,
): SubjectVariable {
  return defineVariable({
    name: field,
    column: columnOf(field),
    from: { form: form.name, field },
    ...kinds[spec.kind],
    label: spec.label,
    unit: 'unit' in spec ? (spec.unit ?? null) : null,
    list: listOf(spec),
    ...(conditionsOnly ? forConditions : {}),
    ...analysis,
  });
}

function listOf(spec: FieldSpec): SubjectVariable['list'] {
  if (spec.kind === 'code') return spec.list;
  return spec.kind === 'studyCode' ? spec.studyList : null;
}
