import { createParser } from 'nuqs';
import { type CohortInput } from '@/graphql/generated/graphql.ts';

/** Variables of which one chooses values; the key in the address is the short one. */
export const listFilters = {
  arm: 'arms',
  centre: 'centres',
  sex: 'sexes',
  bclcStage: 'bclcStages',
  childPughClass: 'childPughClasses',
  lesionNumber: 'lesionNumbers',
  bestResponse: 'bestResponses',
} as const satisfies Record<string, keyof CohortInput>;

/** Variables that are so, or not so. */
export const booleanFilters = ['portalVeinThrombus', 'extrahepaticMetastasis', 'hepatitisB'] as const;

/** Variables with a lowest and a highest value, both included. */
export const rangeFilters = {
  ageYears: ['ageYearsMin', 'ageYearsMax'],
  tumourSizeMm: ['tumourSizeMmMin', 'tumourSizeMmMax'],
} as const satisfies Record<string, readonly [keyof CohortInput, keyof CohortInput]>;

export type ListVariable = keyof typeof listFilters;
export type BooleanVariable = (typeof booleanFilters)[number];
export type RangeVariable = keyof typeof rangeFilters;

/** A selection of patients: every condition holds, lists mean one of. Absent is no condition. */
export interface Cohort {
  readonly lists: Readonly<Partial<Record<ListVariable, readonly string[]>>>;
  readonly booleans: Readonly<Partial<Record<BooleanVariable, boolean>>>;
  readonly ranges: Readonly<Partial<Record<RangeVariable, Range>>>;
}

export type Range = readonly [lowest: number | null, highest: number | null];

export const everybody: Cohort = { lists: {}, booleans: {}, ranges: {} };

const listVariables = Object.keys(listFilters) as ListVariable[];
const rangeVariables = Object.keys(rangeFilters) as RangeVariable[];

/** `bclcStage:B,C;arm:HTI;ageYears:50-70`; what is not understood is left out, so an old link still opens. */
export function parseCohort(text: string): Cohort {
  const lists: Partial<Record<ListVariable, string[]>> = {};
  const booleans: Partial<Record<BooleanVariable, boolean>> = {};
  const ranges: Partial<Record<RangeVariable, Range>> = {};
  for (const part of text.split(';')) {
    const [variable, value] = splitOnce(part, ':');
    if (!value) continue;
    const list = listVariables.find((name) => name === variable);
    const boolean = booleanFilters.find((name) => name === variable);
    const range = rangeVariables.find((name) => name === variable);
    if (list) lists[list] = [...new Set(value.split(',').filter(Boolean).map(decode))];
    else if (boolean && (value === 'true' || value === 'false')) booleans[boolean] = value === 'true';
    else if (range) {
      const [, lowest, highest] = /^(\d+(?:\.\d+)?)?-(\d+(?:\.\d+)?)?$/.exec(value) ?? [];
      if (lowest || highest) ranges[range] = [lowest ? Number(lowest) : null, highest ? Number(highest) : null];
    }
  }
  return { lists, booleans, ranges };
}

/** The same selection always gives the same text, so that links can be compared. */
export function showCohort({ lists, booleans, ranges }: Cohort): string {
  return [
    ...listVariables.flatMap((name) => {
      const values = lists[name] ?? [];
      return values.length ? [`${name}:${values.toSorted().map(encode).join(',')}`] : [];
    }),
    ...booleanFilters.flatMap((name) => (booleans[name] === undefined ? [] : [`${name}:${booleans[name]}`])),
    ...rangeVariables.flatMap((name) => {
      const [lowest, highest] = ranges[name] ?? [null, null];
      return lowest === null && highest === null ? [] : [`${name}:${lowest ?? ''}-${highest ?? ''}`];
    }),
  ].join(';');
}

/** As the API asks for it; null where it is everybody. */
export function cohortInput(cohort: Cohort): CohortInput | null {
  if (isEverybody(cohort)) return null;
  const input: Record<string, readonly string[] | boolean | number> = { ...cohort.booleans };
  for (const name of listVariables) {
    const values = cohort.lists[name] ?? [];
    if (values.length) input[listFilters[name]] = values;
  }
  for (const name of rangeVariables) {
    const [lowest, highest] = cohort.ranges[name] ?? [null, null];
    if (lowest !== null) input[rangeFilters[name][0]] = lowest;
    if (highest !== null) input[rangeFilters[name][1]] = highest;
  }
  return input as CohortInput;
}

export function isEverybody(cohort: Cohort): boolean {
  return showCohort(cohort) === '';
}

/** Adds a value to a variable's choice, or takes it out. A boolean has one value at a time. */
export function toggleValue(cohort: Cohort, variable: ListVariable | BooleanVariable, value: string): Cohort {
  if (isListVariable(variable)) {
    const present = cohort.lists[variable] ?? [];
    const values = present.includes(value) ? present.filter((other) => other !== value) : [...present, value];
    return { ...cohort, lists: { ...cohort.lists, [variable]: values } };
  }
  const chosen = value === 'true';
  const { [variable]: before, ...others } = cohort.booleans;
  return { ...cohort, booleans: before === chosen ? others : { ...others, [variable]: chosen } };
}

export function chosenValues(cohort: Cohort, variable: ListVariable | BooleanVariable): readonly string[] {
  if (isListVariable(variable)) return cohort.lists[variable] ?? [];
  const chosen = cohort.booleans[variable];
  return chosen === undefined ? [] : [String(chosen)];
}

export function setRange(cohort: Cohort, variable: RangeVariable, range: Range): Cohort {
  return { ...cohort, ranges: { ...cohort.ranges, [variable]: range } };
}

/** Drops every condition on one variable. */
export function clearVariable(cohort: Cohort, variable: ListVariable | BooleanVariable | RangeVariable): Cohort {
  return parseCohort(
    showCohort(cohort)
      .split(';')
      .filter((part) => splitOnce(part, ':')[0] !== variable)
      .join(';'),
  );
}

export function isListVariable(variable: string): variable is ListVariable {
  return variable in listFilters;
}

/** True for variables that may be filtered by choosing values. */
export function isChoosable(variable: string): variable is ListVariable | BooleanVariable {
  return isListVariable(variable) || booleanFilters.some((name) => name === variable);
}

/** The selection as part of the address. */
export const cohortParser = createParser<Cohort>({
  parse: parseCohort,
  serialize: showCohort,
  eq: (a, b) => showCohort(a) === showCohort(b),
});

function splitOnce(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Values may hold the marks of the notation itself. */
function encode(value: string): string {
  return value.replace(/[%,;:]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}

function decode(value: string): string {
  return value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
