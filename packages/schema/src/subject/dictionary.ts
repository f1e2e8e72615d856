import { type Label } from '../form.ts';
import { subjectVariables } from './subject-variables.ts';
import { type SubjectVariable } from './variable.ts';

export interface VariableRow {
  /** Its name in an address, in the API and in a saved cohort. */
  readonly name: string;
  readonly column: string;
  /** 'baseline.bclcStage', 'derived' or 'registry'. */
  readonly from: string;
  readonly kind: string;
  readonly label: Label;
  readonly unit: string | null;
  /** 'BCLC 2022: 0 = Very early; A = Early', or where the list comes from. */
  readonly permitted: string | null;
  readonly known: SubjectVariable['known'];
  /** 'filter, group, sort, model, table 1': what it may do. */
  readonly uses: string;
}

/**
 * The data dictionary of the analysis row, one row per variable.
 *
 * @param own - the variables that fields of the study are.
 */
export function subjectDictionary(own: readonly SubjectVariable[] = []): VariableRow[] {
  return [...subjectVariables, ...own].map((variable) => {
    const { name, column, from, kind, label, unit, known, filter, groups, sorts, covariate, tableOne } = variable;
    const uses = { filter: filter !== null, group: groups, sort: sorts, model: covariate, 'table 1': tableOne };
    return {
      name,
      column,
      from: typeof from === 'object' ? `${from.form}.${from.field}` : from,
      kind,
      label,
      unit,
      permitted: permitted(variable),
      known,
      uses: Object.entries(uses)
        .filter(([, may]) => may)
        .map(([use]) => use)
        .join(', '),
    };
  });
}

function permitted({ kind, list }: SubjectVariable): string | null {
  if (kind === 'flag') return 'true, false';
  if (list === null) return null;
  if (typeof list === 'string') return `the study's ${list} list`;
  return `${list.source}: ${list.codes.map(({ code, label }) => `${code} = ${label.en}`).join('; ')}`;
}
