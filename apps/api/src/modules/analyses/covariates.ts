import { covariatesOf, type SubjectCovariate, subjectCovariates, type SubjectVariable, variableIn } from '@haim/schema';
import { type SubjectRow } from '../../columns/index.ts';
import { badInput } from '../../context/portal-error.ts';
import { knownLater } from '../cohort/index.ts';

/** The page's initial covariates: size, stage, thrombus, spread and liver function. */
export const usualCovariates: readonly string[] = subjectCovariates
  .filter(({ variable }) => variable.usual)
  .map(({ name }) => name);

/**
 * Those that a model of a study may use: the portal's, then those of its own fields.
 *
 * @param own - the variables that fields of the study are.
 */
export function covariatesOfStudy(own: readonly SubjectVariable[]): SubjectCovariate[] {
  return [...subjectCovariates, ...covariatesOf(own)];
}

/**
 * The covariates of these names, each once, in the order in which they are offered.
 *
 * @throws BAD_USER_INPUT naming what is no covariate, why if it is an outcome, and what the study has.
 */
export function chosenCovariates(
  names: readonly string[],
  own: readonly SubjectVariable[],
  model = 'the clinical model',
): SubjectCovariate[] {
  const offered = covariatesOfStudy(own);
  const stranger = names.find((name) => !offered.some((covariate) => covariate.name === name));
  if (stranger !== undefined) {
    const isOutcome = variableIn(stranger, { own })?.known === 'outcome';
    const why = isOutcome ? `, since a covariate must be ${knownLater.en}` : '';
    const known = offered.map(({ name }) => name).join(', ');
    throw badInput(`${stranger.slice(0, 60)} is no covariate of ${model}${why}; it may use ${known}`);
  }
  if (names.length === 0) throw badInput(`${model} needs at least one covariate`);
  return offered.filter(({ name }) => names.includes(name));
}

/** What a model reads of a patient, as text: a flag is 0 or 1, a logarithm is taken. */
export function covariateOf(covariate: SubjectCovariate, patient: SubjectRow): string | null {
  return readCovariate(covariate, patient.value(covariate.variable.name));
}

/** The same of a value of the covariate's variable. */
export function readCovariate({ variable, floor }: SubjectCovariate, value: string | number | null): string | null {
  if (value === null) return null;
  if (variable.kind === 'flag') return value === 'true' ? '1' : '0';
  return String(floor === null ? value : Math.log10(Math.max(Number(value), floor)));
}
