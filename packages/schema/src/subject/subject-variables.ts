import { forms } from '../forms/index.ts';
import { themes } from '../form.ts';
import { variablesOfForm } from './from-forms.ts';
import { outcomeVariables } from './outcomes.ts';
import { registryVariables } from './registry.ts';
import { type SubjectVariable } from './variable.ts';

/**
 * THE ANALYSIS ROW, one row per patient. Columns, filters, facets, groupings, sort keys, covariates, rows of Table 1,
 * labels and the data dictionary follow from it. Ordered as the field reads a population.
 */
export const subjectVariables: readonly SubjectVariable[] = [
  ...registryVariables,
  ...forms.flatMap((form) => variablesOfForm(form)),
  ...outcomeVariables,
].toSorted((a, b) => themes.indexOf(a.theme) - themes.indexOf(b.theme));

const byName = new Map(subjectVariables.map((variable) => [variable.name, variable]));

export function subjectVariable(name: string): SubjectVariable | undefined {
  return byName.get(name);
}

/** The codes of a variable whose list the portal itself knows; empty for others. */
export function codesOfVariable({ list }: SubjectVariable): readonly string[] {
  return list !== null && typeof list === 'object' ? list.codes.map(({ code }) => code) : [];
}
