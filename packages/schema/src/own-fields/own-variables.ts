import { type Theme } from '../form.ts';
import { variableOf } from '../subject/from-forms.ts';
import { type SubjectVariable } from '../subject/variable.ts';
import { formsOfStudy, type OwnField, ownKey } from './own-field.ts';

/** Where what is known at time zero is listed; what is known later is listed with the outcomes. */
const themes: Readonly<Record<string, Theme>> = {
  baseline: 'tumour',
  treatment: 'treatment',
  tumourAssessment: 'tumour',
};

/**
 * The variables that the fields of a study are, in the order of its forms: what each may do follows from its kind and from
 * when it is known, as for a variable of the portal.
 */
export function ownVariables(own: readonly OwnField[]): SubjectVariable[] {
  return formsOfStudy(own).flatMap((form) =>
    own.flatMap((field) => {
      const { known } = field;
      const spec = form.fields[ownKey(field)];
      if (field.form !== form.name || known === null || spec === undefined) return [];
      const theme = known === 'outcome' ? 'outcome' : (themes[form.name] ?? 'person');
      return [variableOf(form, ownKey(field), spec, { theme, known })];
    }),
  );
}
