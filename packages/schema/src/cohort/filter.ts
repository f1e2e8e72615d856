import { type AdverseEventCriterion, adverseEventVariable } from './adverse-event.ts';
import { subjectVariable, type SubjectVariable } from '../subject/index.ts';

/**
 * A selection of patients as data: conditions over declared variables (`subject/`), joined by and, or, not. One language
 * for the API, the address of a page, saved cohorts and exports.
 *
 * A missing value satisfies neither `in`, `notIn`, `between`, `contains` nor `lessThan`; only `isMissing` does. `not` is the
 * plain complement, so that `not in` keeps the patients whose value is missing. No filter (null) selects everybody.
 */
export type CohortFilter =
  | { readonly and: readonly CohortFilter[] }
  | { readonly or: readonly CohortFilter[] }
  | { readonly not: CohortFilter }
  | Condition
  | EventCondition;

/** The patient had such an event; a patient without a recorded event has had none. */
export interface EventCondition {
  readonly adverseEvent: AdverseEventCriterion;
}

/**
 * Flags are 'true' and 'false'; both ends of `between` are included, numbers for a quantity and dates for a date;
 * `contains` is for text, in any case.
 */
export type Condition = ValueCondition | PairCondition;

export type ValueCondition =
  | { readonly variable: string; readonly in: readonly string[] }
  | { readonly variable: string; readonly notIn: readonly string[] }
  | { readonly variable: string; readonly between: Between | Period }
  | { readonly variable: string; readonly isMissing: boolean }
  | { readonly variable: string; readonly contains: string };

/** The value is less than that of another variable, of a date: earlier. Both are quantities of one unit, or dates. */
export interface PairCondition {
  readonly variable: string;
  readonly lessThan: string;
}

export type Between = readonly [lowest: number | null, highest: number | null];

/** Days of the calendar as `YYYY-MM-DD`. */
export type Period = readonly [earliest: string | null, latest: string | null];

export function isPeriod(between: Between | Period): between is Period {
  return between.some((end) => typeof end === 'string');
}

/** A day as what columns of dates hold: days since 1970-01-01. */
export function daysSince1970(day: string): number {
  return Date.parse(day) / 86_400_000;
}

/** The conditions that must all hold; an empty list selects everybody. */
export function conjunctsOf(filter: CohortFilter | null): readonly CohortFilter[] {
  if (filter === null) return [];
  return 'and' in filter ? filter.and.flatMap(conjunctsOf) : [filter];
}

/** The selection in which all of these hold. */
export function allOf(filters: readonly (CohortFilter | null)[]): CohortFilter | null {
  const and = filters.flatMap(conjunctsOf);
  return and.length > 1 ? { and } : (and[0] ?? null);
}

/** The variables that a selection uses, each once; a condition on events is under `adverseEventVariable`. */
export function variablesOf(filter: CohortFilter | null): string[] {
  if (filter === null) return [];
  if ('variable' in filter) return 'lessThan' in filter ? [filter.variable, filter.lessThan] : [filter.variable];
  if ('adverseEvent' in filter) return [adverseEventVariable];
  if ('not' in filter) return variablesOf(filter.not);
  return [...new Set(('and' in filter ? filter.and : filter.or).flatMap(variablesOf))];
}

/**
 * The selection without its conditions on this variable alone, so that a list of the variable's values shows what
 * choosing another one would give. A condition that also names other variables is kept.
 */
export function withoutVariable(filter: CohortFilter | null, name: string): CohortFilter | null {
  return allOf(conjunctsOf(filter).filter((part) => !isAbout(part, name)));
}

/** Whether a condition uses this variable and no other. */
export function isAbout(part: CohortFilter, name: string): boolean {
  return variablesOf(part).every((other) => other === name);
}

/**
 * The variables of a selection that are known only from what happened after time zero. Survival among responders leaves
 * out everyone who died before a response could be seen: it flatters, and most in the arm with more early deaths. This
 * holds wherever the condition is in the filter.
 *
 * @param own - the variables that fields of the study are.
 */
export function outcomesIn(filter: CohortFilter | null, own: readonly SubjectVariable[] = []): string[] {
  return variablesOf(filter).filter((name) => {
    const variable = subjectVariable(name) ?? own.find((one) => one.name === name);
    return name === adverseEventVariable || variable?.known === 'outcome';
  });
}
