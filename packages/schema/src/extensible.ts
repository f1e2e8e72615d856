import { type Form } from './form.ts';
import { forms } from './forms/index.ts';

/** The names of the forms to which a study may add fields, and whose missing values have reasons. */
export const extensibleForms: readonly string[] = forms
  .filter((form: Form) => !form.comesWithFiles)
  .map(({ name }) => name);

export function isExtensible(formName: string): boolean {
  return extensibleForms.includes(formName);
}
