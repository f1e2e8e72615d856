import { type CodeList, type Label, type StudyList, type Theme } from '../form.ts';

/** One variable of the analysis row: what patients are filtered, grouped, sorted, described and modelled by. */
export interface SubjectVariable {
  /** 'bclcStage': its name in the API, in an address and in a saved cohort. */
  readonly name: string;
  /** 'bclc_stage': its column in `portal.subject`. */
  readonly column: string;
  /** A form's field, derived by the endpoint recipe, or known from the registry of centres and patients. */
  readonly from: { readonly form: string; readonly field: string } | 'derived' | 'registry';
  readonly kind: 'category' | 'flag' | 'quantity' | 'date' | 'text';
  /** What the column stores; a category is text unless its codes are small numbers. */
  readonly stored: 'text' | 'boolean' | 'int' | 'smallint' | 'float8' | 'date';
  readonly known: 'timeZero' | 'outcome';
  readonly theme: Theme;
  readonly label: Label;
  /** For a tile, a chip, an axis: the label itself if short. */
  readonly short: Label;
  /** The heading of its column in the list of patients; null if the list leaves it out. */
  readonly heading: Label | null;
  readonly unit: string | null;
  /** The codes of a category; a study's own arms and centres are not known here. */
  readonly list: CodeList | StudyList | 'centre' | null;
  /** How the pages offer to filter by it. Conditions may name any variable (`cohort/filter.ts`). */
  readonly filter: 'list' | 'flag' | 'range' | 'period' | null;
  /** The name of its argument that takes several values (`bclcStages`). */
  readonly plural: string;
  /** Curves and counts may be split by it: few values, known at time zero. */
  readonly groups: boolean;
  readonly sorts: boolean;
  /** A model may use it. */
  readonly covariate: boolean;
  /** Whether it is among the covariates that a clinical model starts with. */
  readonly usual: boolean;
  /** The codes that a model uses, in order; null for the whole list. */
  readonly levels: readonly string[] | null;
  readonly logarithm: { readonly name: string; readonly label: Label; readonly floor: number } | null;
  /** Counted by value next to a cohort. */
  readonly facet: boolean;
  /** For a time: the flag that states whether the event ended it; otherwise it was censored. */
  readonly event: string | null;
  /** A row of the table that describes a population at baseline. */
  readonly tableOne: boolean;
}

type Required = 'name' | 'column' | 'from' | 'kind' | 'known' | 'theme' | 'label';
export type VariableSpec = Pick<SubjectVariable, Required> & Partial<Omit<SubjectVariable, Required>>;

const storedAs = { category: 'text', flag: 'boolean', quantity: 'float8', date: 'date', text: 'text' } as const;
const filteredBy = { category: 'list', flag: 'flag', quantity: 'range', date: 'period', text: null } as const;

/** Completes a declaration: what it leaves out follows from its kind and from when it is known. */
export function defineVariable(spec: VariableSpec): SubjectVariable {
  const { kind, known, label } = spec;
  const isGroup = kind === 'category' || kind === 'flag';
  const isBaseline = known === 'timeZero';
  return {
    stored: storedAs[kind],
    short: label,
    heading: null,
    unit: null,
    list: null,
    filter: filteredBy[kind],
    plural: pluralOf(spec.name),
    groups: isGroup && isBaseline,
    sorts: true,
    covariate: (isGroup || kind === 'quantity') && isBaseline,
    usual: false,
    levels: null,
    logarithm: null,
    facet: isGroup,
    event: null,
    tableOne: (isGroup || kind === 'quantity') && isBaseline,
    ...spec,
  };
}

function pluralOf(name: string): string {
  return /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
