export { covariatesOf, type SubjectCovariate, subjectCovariates } from './covariates.ts';
export { subjectDictionary, type VariableRow } from './dictionary.ts';
export { mostTableRows, publishedTableOne } from './published-table.ts';
export {
  codesOfVariable,
  facetVariables,
  listedVariables,
  themesInOrder,
  periodVariables,
  rangeVariables,
  subjectVariable,
  subjectVariables,
} from './subject-variables.ts';
export { oneUnitLabel, unitLabel } from './units.ts';
export type { SubjectVariable } from './variable.ts';
