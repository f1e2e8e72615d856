import { type Label } from '../form.ts';
import { codesOfVariable, subjectVariables } from './subject-variables.ts';
import { oneUnitLabel } from './units.ts';
import { type SubjectVariable } from './variable.ts';

/** How a model sees a variable: a number (a flag is 0 or 1), its logarithm, or levels. */
export interface SubjectCovariate {
  /** The variable's name, or that of its logarithm. */
  readonly name: string;
  readonly variable: SubjectVariable;
  /** With the step that a coefficient refers to: 'Tumour size (per mm)'. */
  readonly label: Label;
  /** Null for a number; otherwise the order of its levels, which is empty where only the study knows them. */
  readonly levels: readonly string[] | null;
  /** If log10 is taken: values below this count as this. */
  readonly floor: number | null;
}

/** What is known at time zero and may predict: an outcome is not a covariate. */
export function covariatesOf(variables: readonly SubjectVariable[]): SubjectCovariate[] {
  return variables
    .filter(({ covariate }) => covariate)
    .map((variable) => {
      const { name, kind, short, logarithm } = variable;
      if (logarithm) {
        return { name: logarithm.name, variable, label: logarithm.label, levels: null, floor: logarithm.floor };
      }
      const levels = kind === 'category' ? (variable.levels ?? codesOfVariable(variable)) : null;
      return { name, variable, label: kind === 'quantity' ? perStep(variable) : short, levels, floor: null };
    });
}

/** Those that every study has. */
export const subjectCovariates: readonly SubjectCovariate[] = covariatesOf(subjectVariables);

function perStep({ short, unit, stored }: SubjectVariable): Label {
  if (unit === null && stored === 'float8') return { en: `${short.en} (per 1)`, zh: `${short.zh}（每 1）` };
  if (unit === null) return { en: `${short.en} (each)`, zh: `${short.zh}（每个）` };
  const { en, zh } = oneUnitLabel(unit);
  // A word follows without a space in Chinese, a symbol with one.
  return { en: `${short.en} (per ${en})`, zh: `${short.zh}（每${en === zh ? ` ${zh}` : zh}）` };
}
