/** Text shown to people. */
export interface Label {
  readonly en: string;
  readonly zh: string;
}

/** Permitted codes in the order shown; `source` names the standard and its version. */
export interface CodeList {
  readonly source: string;
  readonly codes: readonly {
    readonly code: string;
    readonly label: Label;
    /** Other spellings found in files, besides the code and the labels. */
    readonly also?: readonly string[];
  }[];
}

/** The names of a standard: a text that is one of them is stored in one spelling, any other as it was written. */
export interface Names {
  /** The standard and its version. */
  readonly source: string;
  /** The name in the spelling that is stored, whatever its case and in either language; null if it is not one of them. */
  readonly nameOf: (text: string) => string | null;
  /** The name in both languages, what it belongs to and, where known, what it means; null if the text is not one of them. */
  readonly about: (text: string) => { readonly name: Label; readonly group: Label; readonly meaning?: Label } | null;
  /** Names that the text may be meant for, best first. */
  readonly search: (text: string, most: number) => readonly string[];
  /** The name that a text which is none most likely means, for a person to decide. */
  readonly likely: (text: string) => string | null;
}

/** A code that a record may have, and what it means there. */
export interface Offer {
  readonly code: string;
  readonly means: Label;
}

/** Lists that differ from study to study and are therefore stored in the study, not in the form. */
export type StudyList = 'arm';

/** `range` includes both ends; a value outside `usual` is kept with a warning. */
interface Quantity {
  readonly unit?: string;
  readonly range?: readonly [lowest: number, highest: number];
  readonly usual?: readonly [lowest: number, highest: number];
}

/** What a field of each kind declares besides the common part. */
interface Kinds {
  integer: Quantity;
  decimal: Quantity;
  code: {
    readonly list: CodeList;
    /** What a new record begins with. */
    readonly begins?: string;
    /** The codes that this record may have where they are fewer than the list; null where the list decides. */
    readonly offers?: (row: Row) => { readonly codes: readonly Offer[]; readonly of: Label } | null;
  };
  studyCode: { readonly studyList: StudyList };
  text: {
    readonly maxLength?: number;
    readonly names?: Names;
    /** Its texts name things (a stain, a model) and never a person, so that a file without identities may hold them. */
    readonly impersonal?: true;
  };
  boolean: unknown;
  date: {
    /**
     * People may know no more than the year, or year and month, and that is what is stored (`partial-date.ts`). Not for a
     * day that analyses count from or to.
     */
    readonly partial?: true;
  };
}

interface Values {
  integer: number;
  decimal: number;
  text: string;
  boolean: boolean;
  date: string;
  studyCode: string;
}

/** The order in which clinical papers describe a population. */
export const themes = ['treatment', 'stage', 'liver', 'outcome', 'tumour', 'person', 'place'] as const;
export type Theme = (typeof themes)[number];

/** Makes a field a variable of the analysis row. What is not set here follows from the kind of the field. */
export interface Analysis {
  readonly theme: Theme;
  /** `outcome`: known only from what happened after time zero; never used to filter, group or predict survival. */
  readonly known: 'timeZero' | 'outcome';
  /** For places where the field's own label is too long: a tile, a chip, an axis. */
  readonly short?: Label;
  /** The heading of its column in the list of patients; without one the variable is not listed. */
  readonly heading?: Label;
  /** The name of its argument that takes several values, if adding "s" or "es" does not make a word. */
  readonly plural?: string;
  /** Whether a text field has few enough values to group patients by. */
  readonly groups?: true;
  /** The codes that a model uses, reference first; by default the whole list. */
  readonly levels?: readonly string[];
  /** Models use log10 of the value under this name; values below `floor` count as `floor`. */
  readonly logarithm?: { readonly name: string; readonly label: Label; readonly floor: number };
  /** Whether it is among the covariates that a clinical model starts with. */
  readonly usual?: true;
  /** Conditions may name it, and nothing else does: it is neither counted, grouped by, sorted by, modelled nor described. */
  readonly conditionsOnly?: true;
}

/** Of another field of the record: it has one of these values, or none. */
export type FieldCondition =
  | { readonly field: string; readonly in: readonly (string | boolean)[] }
  | { readonly field: string; readonly isMissing: true };

interface Common {
  readonly label: Label;
  readonly required?: true;
  /** The CDISC SDTM or ADaM variable, for exports. */
  readonly cdisc?: string;
  /** One sentence of help beside the field. */
  readonly help?: Label;
  /** When the field is asked at all: if all of these hold. A value that it has otherwise is kept, with a warning. */
  readonly applies?: readonly FieldCondition[];
  /** Set where it is not asked any more, and what took its place. A value that it has is kept, with a warning. */
  readonly retired?: Label;
  /** In a table of records its column is shown only if one of them has a value. */
  readonly aside?: true;
  /** Only on forms of which a patient has one record. */
  readonly analysis?: Analysis;
}

export type Kind = keyof Kinds;
export type FieldSpec = { [K in Kind]: { readonly kind: K } & Common & Kinds[K] }[Kind];
export type Fields = Readonly<Record<string, FieldSpec>>;

/** A record to be checked: field names to plain values; an absent field counts as null. */
export type Row = Readonly<Record<string, unknown>>;

/** A rule over several fields. `holds` is called only if each field is valid on its own. */
export interface RowRule {
  readonly fields: readonly string[];
  readonly label: Label;
  /** `error` refuses the record; `warning` asks for a second look. */
  readonly severity: 'error' | 'warning';
  /** Exactly one of these fields must be filled, so completeness counts them as one. */
  readonly isChoice?: true;
  /** Where a warning says when it does not hold (`doubtWhere`): all conditions of one of these. */
  readonly where?: readonly (readonly FieldCondition[])[];
  readonly holds: (row: Row) => boolean;
}

export interface Form<F extends Fields = Fields, N extends string = string> {
  /** camelCase; the table and the file heading are its snake_case. */
  readonly name: N;
  readonly label: Label;
  /** True if a patient has several records (visits, events), false if there is one. */
  readonly repeats: boolean;
  /** Fields that identify one of a patient's records, so that imports are idempotent; empty if there is only one. */
  readonly key: readonly string[];
  /**
   * Its records come with files: nobody is asked for a value, so that a study adds no fields and a missing value has no
   * reason. Every other form has both.
   */
  readonly comesWithFiles?: true;
  readonly fields: F;
  readonly rules: readonly RowRule[];
}

type ValueOf<S extends FieldSpec> = S extends { list: CodeList }
  ? S['list']['codes'][number]['code']
  : Values[Exclude<S['kind'], 'code'>];

/** One record of a form; fields that are not required may be null. */
export type RowOf<T extends Form> = {
  -readonly [K in keyof T['fields']]:
    | ValueOf<T['fields'][K]>
    | (T['fields'][K] extends { required: true } ? never : null);
};

/** Type arguments are not checked for excess properties; this refuses `requierd: true`. */
type NoStrangers<F extends Fields> = {
  [K in keyof F]: {
    readonly [P in Exclude<keyof F[K], 'kind' | keyof Common | keyof Kinds[F[K]['kind']]>]: never;
  };
};

/** Declares a form: table, checks, GraphQL types, screens, file headings and dictionary follow from it. */
export function defineForm<const N extends string, const F extends Fields>(
  name: N,
  about: {
    readonly label: Label;
    readonly repeats: boolean;
    readonly key?: readonly (keyof F & string)[];
    readonly comesWithFiles?: true;
    readonly rules?: readonly RowRule[];
  },
  fields: F & NoStrangers<F>,
): Form<F, N> {
  const { label, repeats, key = [], comesWithFiles, rules = [] } = about;
  return { name, label, repeats, key, ...(comesWithFiles && { comesWithFiles }), rules, fields };
}

export function defineCodes<const L extends CodeList>(list: L): L {
  return list;
}

export function fieldsOf(form: Form): [field: string, spec: FieldSpec][] {
  return Object.entries(form.fields);
}

/** afpNgMl -> afp_ng_ml: the column, and the heading in a CSV file. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** tumourAssessment -> TumourAssessment: the GraphQL type of a form. */
export function typeNameOf(form: Form): string {
  return form.name.charAt(0).toUpperCase() + form.name.slice(1);
}

/** tumourAssessment -> tumourAssessments where a patient has several, otherwise the name itself: the field of a patient. */
export function patientFieldOf({ name, repeats }: Form): string {
  return repeats ? `${name}s` : name;
}
