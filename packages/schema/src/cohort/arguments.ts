import { subjectVariables, type SubjectVariable } from '../subject/index.ts';
import { allOf, type CohortFilter } from './filter.ts';

/** A short argument for one condition: several values, yes or no, one end of a range, a part of a text. */
export interface CohortArgument {
  readonly name: string;
  readonly variable: string;
  readonly takes: 'values' | 'flag' | 'lowest' | 'highest' | 'part';
}

/** `bclcStages: ["B", "C"], ageYearsMin: 50`: what most selections need, in flat form. */
export const cohortArguments: readonly CohortArgument[] = subjectVariables.flatMap(argumentsOf);

function argumentsOf({ name, filter, plural, kind, from }: SubjectVariable): CohortArgument[] {
  if (kind === 'text' && from === 'registry') return [{ name, variable: name, takes: 'part' }];
  switch (filter) {
    case 'list':
      return [{ name: plural, variable: name, takes: 'values' }];
    case 'flag':
      return [{ name, variable: name, takes: 'flag' }];
    case 'range':
      return [
        { name: `${name}Min`, variable: name, takes: 'lowest' },
        { name: `${name}Max`, variable: name, takes: 'highest' },
      ];
    case 'period':
    case null:
      return [];
  }
}

/** Turns arguments of the declared types into the filter that they stand for; an empty list is not a condition. */
export function filterOfArguments(given: Readonly<Record<string, unknown>>): CohortFilter | null {
  return allOf(cohortArguments.map((argument) => conditionOf(argument, given[argument.name] ?? null)));
}

function conditionOf({ variable, takes }: CohortArgument, value: unknown): CohortFilter | null {
  if (value === null) return null;
  switch (takes) {
    case 'values': {
      const values = Array.isArray(value) ? value.map(String) : [];
      return values.length > 0 ? { variable, in: values } : null;
    }
    case 'flag':
      return { variable, in: [String(value)] };
    case 'lowest':
      return { variable, between: [Number(value), null] };
    case 'highest':
      return { variable, between: [null, Number(value)] };
    case 'part':
      return { variable, contains: String(value) };
  }
}
