/**
 * Forms to which a study may add fields, and whose missing values have reasons. Not the forms that files make (slides,
 * imported scores): nobody would be asked for the value.
 */
export const extensibleForms = [
  'demographics',
  'eligibility',
  'baseline',
  'treatment',
  'tumourAssessment',
  'adverseEvent',
  'followUp',
] as const;

export type ExtensibleForm = (typeof extensibleForms)[number];

export function isExtensible(formName: string): formName is ExtensibleForm {
  return extensibleForms.some((one) => one === formName);
}
