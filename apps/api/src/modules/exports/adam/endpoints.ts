import { type Label, subjectVariable } from '@haim/schema';

export interface Endpoint {
  /** Of its columns in the analysis row. */
  readonly prefix: string;
  /** PARAMCD. */
  readonly code: string;
  readonly label: Label;
  readonly event: string;
  readonly censored: string;
}

const declared = [
  { prefix: 'os', code: 'OS', event: 'DEATH', censored: 'END OF OBSERVATION BY THE RECIPE' },
  {
    prefix: 'pfs',
    code: 'PFS',
    event: 'PROGRESSION OR DEATH BY THE RECIPE',
    censored: 'LAST ASSESSMENT BY THE RECIPE',
  },
  { prefix: 'ttr', code: 'TTR', event: 'FIRST RESPONSE (CR OR PR)', censored: 'LAST ASSESSMENT BY THE RECIPE' },
  {
    prefix: 'dor',
    code: 'DOR',
    event: 'PROGRESSION OR DEATH BY THE RECIPE',
    censored: 'LAST ASSESSMENT BY THE RECIPE',
  },
  {
    prefix: 'ttnt',
    code: 'TTNT',
    event: 'NEXT TREATMENT OR DEATH BY THE RECIPE',
    censored: 'END OF OBSERVATION BY THE RECIPE',
  },
] as const;

/** The endpoints that the analysis row has, with the names of the dictionary. */
export const endpointsOf: readonly Endpoint[] = declared.map((one) => ({
  ...one,
  label: subjectVariable(`${one.prefix}Days`)?.label ?? { en: one.code, zh: one.code },
}));
