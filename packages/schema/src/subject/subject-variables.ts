import { forms } from '../forms/index.ts';
import { type Theme, themes } from '../form.ts';
import { variablesOfForm } from './from-forms.ts';
import { outcomeVariables } from './outcomes.ts';
import { registryVariables } from './registry.ts';
import { resultVariables } from './results.ts';
import { type SubjectVariable } from './variable.ts';

/**
 * THE ANALYSIS ROW, one row per patient. Columns, filters, facets, groupings, sort keys, covariates, rows of Table 1,
 * labels and the data dictionary follow from it. In the order in which clinical papers describe a population.
 */
export const subjectVariables: readonly SubjectVariable[] = [
  ...registryVariables,
  ...forms.flatMap((form) => variablesOfForm(form)),
  ...resultVariables,
  ...outcomeVariables,
].toSorted((a, b) => themes.indexOf(a.theme) - themes.indexOf(b.theme));

const byName = new Map(subjectVariables.map((variable) => [variable.name, variable]));

export function subjectVariable(name: string): SubjectVariable | undefined {
  return byName.get(name);
}

/** The codes of a variable if the portal itself knows its list; otherwise empty. */
export function codesOfVariable({ list }: SubjectVariable): readonly string[] {
  return list !== null && typeof list === 'object' ? list.codes.map(({ code }) => code) : [];
}

/** Patients are described beginning with where and how they were treated, and ending with outcomes. */
export const themesInOrder: readonly Theme[] = ['place', 'treatment', 'person', 'stage', 'liver', 'tumour', 'outcome'];

/** The columns of a list of patients. */
export const listedVariables: readonly SubjectVariable[] = subjectVariables
  .filter(({ heading }) => heading !== null)
  .toSorted((a, b) => themesInOrder.indexOf(a.theme) - themesInOrder.indexOf(b.theme));

/** Counted by value next to a cohort. */
export const facetVariables: readonly SubjectVariable[] = subjectVariables.filter(({ facet }) => facet);

/** Filtered by the earliest and the latest day. */
export const periodVariables: readonly SubjectVariable[] = subjectVariables.filter(({ filter }) => filter === 'period');

/** Summarised next to a cohort, and filtered by lowest and highest value. */
export const rangeVariables: readonly SubjectVariable[] = subjectVariables.filter(({ filter }) => filter === 'range');
