import { type Theme } from '../form.ts';
import { variableOf } from '../subject/from-forms.ts';
import { type SubjectVariable } from '../subject/variable.ts';
import { formsOfStudy, isOwnKey, type OwnField } from './own-field.ts';

/**
 * Forms whose own fields are variables of analysis: a patient has one record of each, known at time zero. What a study
 * adds to the treatment may be known only after time zero, which nobody has declared, and of forms with several records
 * no single value applies.
 */
const themes: Readonly<Record<string, Theme>> = { demographics: 'person', eligibility: 'person', baseline: 'tumour' };

export const analysedForms: readonly string[] = Object.keys(themes);

/**
 * The variables that the fields of a study are: filtered, counted and grouped by as the portal's own. They are not
 * columns of the list of patients, and no covariates.
 */
export function ownVariables(own: readonly OwnField[]): SubjectVariable[] {
  return formsOfStudy(own).flatMap((form) => {
    const theme = themes[form.name];
    if (theme === undefined) return [];
    return Object.entries(form.fields)
      .filter(([field]) => isOwnKey(field))
      .map(([field, spec]) => ({
        ...variableOf(form, field, spec, { theme, known: 'timeZero' }),
        ...{ sorts: false, covariate: false, tableOne: false },
      }));
  });
}
