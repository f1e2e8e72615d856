import { defineVariable } from './variable.ts';

/** Who and where: variables that no form records. */
export const registryVariables = [
  defineVariable({
    name: 'code',
    column: 'code',
    from: 'registry',
    kind: 'text',
    known: 'timeZero',
    theme: 'place',
    label: { en: 'Patient', zh: '患者' },
    heading: { en: 'Patient', zh: '患者' },
  }),
  defineVariable({
    name: 'centre',
    column: 'centre',
    from: 'registry',
    kind: 'category',
    known: 'timeZero',
    theme: 'place',
    label: { en: 'Centre', zh: '中心' },
    heading: { en: 'Centre', zh: '中心' },
    list: 'centre',
    // Where a patient was treated describes the study, not the patient.
    covariate: false,
    tableOne: false,
  }),
];
