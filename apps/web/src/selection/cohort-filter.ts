import {
  allOf,
  type Between,
  type CohortFilter,
  conjunctsOf,
  isAbout,
  isOfStudy,
  isPeriod,
  type Period,
  showCohort,
  subjectVariable,
  variablesOf,
  withoutVariable,
} from '@haim/schema';
import { type CohortInput } from '@/graphql/generated/graphql.ts';

/** A reader's choice on one variable: values, a range or a period, and whether to include those without a value. */
export interface Choice {
  readonly values: readonly string[];
  readonly range: Between | null;
  readonly period: Period | null;
  readonly isMissing: boolean;
}

const nothing: Choice = { values: [], range: null, period: null, isMissing: false };

/** As the API expects it; null if it selects everybody. */
export function cohortInput(filter: CohortFilter | null): CohortInput | null {
  // The declared names of the variables are the enum of the API.
  return filter === null ? null : { filter: filter as CohortInput['filter'] };
}

/** The choice that a control of the variable shows; conditions of other forms are kept beside it. */
export function choiceOf(filter: CohortFilter | null, variable: string): Choice {
  return ownChoice(filter, variable)?.choice ?? nothing;
}

export function withChoice(filter: CohortFilter | null, variable: string, choice: Choice): CohortFilter | null {
  const before = ownChoice(filter, variable)?.part;
  return allOf([...conjunctsOf(filter).filter((part) => part !== before), conditionOf(variable, choice)]);
}

/** Adds a value to a variable's choice, or removes it; null is "not recorded". A flag has one value at a time. */
export function toggleValue(filter: CohortFilter | null, variable: string, value: string | null): CohortFilter | null {
  const choice = choiceOf(filter, variable);
  if (value === null) return withChoice(filter, variable, { ...choice, isMissing: !choice.isMissing });
  const others = choice.values.filter((other) => other !== value);
  const isAdded = others.length === choice.values.length;
  const isFlag = subjectVariable(variable)?.kind === 'flag' || (isOfStudy(variable) && isTruth(value));
  const kept = isFlag ? [] : others;
  return withChoice(filter, variable, { ...choice, values: isAdded ? [...kept, value] : others });
}

/** What a flag has; a field of the study with these values is one. */
function isTruth(value: string): boolean {
  return value === 'true' || value === 'false';
}

export function setRange(filter: CohortFilter | null, variable: string, range: Between): CohortFilter | null {
  const isOpen = range[0] === null && range[1] === null;
  return withChoice(filter, variable, { ...choiceOf(filter, variable), range: isOpen ? null : range });
}

export function setPeriod(filter: CohortFilter | null, variable: string, period: Period): CohortFilter | null {
  return withChoice(filter, variable, { ...choiceOf(filter, variable), period: isPeriod(period) ? period : null });
}

/** Drops every condition on this variable alone. */
export function clearVariable(filter: CohortFilter | null, variable: string): CohortFilter | null {
  return withoutVariable(filter, variable);
}

/** Drops every condition that names this variable, with what is joined to it. */
export function dropVariable(filter: CohortFilter | null, variable: string): CohortFilter | null {
  return allOf(conjunctsOf(filter).filter((part) => !variablesOf(part).includes(variable)));
}

export function withoutPart(filter: CohortFilter | null, part: CohortFilter): CohortFilter | null {
  // By what it says: whoever names the part may have read the address for themselves.
  const removed = showCohort(part);
  return allOf(conjunctsOf(filter).filter((other) => showCohort(other) !== removed));
}

function ownChoice(filter: CohortFilter | null, variable: string): { part: CohortFilter; choice: Choice } | null {
  for (const part of conjunctsOf(filter)) {
    const choice = isAbout(part, variable) ? asChoice(part) : null;
    if (choice) return { part, choice };
  }
  return null;
}

/** A condition as a control shows it; null for one that no control can make. */
export function asChoice(part: CohortFilter): Choice | null {
  if ('or' in part) {
    const [first, second] = part.or;
    const isBoth = part.or.length === 2 && second && 'isMissing' in second && second.isMissing;
    const choice =
      isBoth && first && 'variable' in first && first.variable === second.variable ? asChoice(first) : null;
    return choice && !choice.isMissing ? { ...choice, isMissing: true } : null;
  }
  if ('in' in part) return { ...nothing, values: part.in };
  if ('between' in part) {
    const { between } = part;
    return isPeriod(between) ? { ...nothing, period: between } : { ...nothing, range: between };
  }
  return 'isMissing' in part && part.isMissing ? { ...nothing, isMissing: true } : null;
}

function conditionOf(variable: string, { values, range, period, isMissing }: Choice): CohortFilter | null {
  const or: CohortFilter[] = [
    ...(values.length > 0 ? [{ variable, in: values }] : []),
    ...(range === null ? [] : [{ variable, between: range }]),
    ...(period === null ? [] : [{ variable, between: period }]),
    ...(isMissing ? [{ variable, isMissing }] : []),
  ];
  return or.length > 1 ? { or } : (or[0] ?? null);
}
