import { type Issue } from '../check-row.ts';
import { type Label } from '../form.ts';
import { isOwnKey } from '../own-fields/own-field.ts';
import { type SubjectVariable } from '../subject/index.ts';
import { defineVariable } from '../subject/variable.ts';
import { type CohortFilter } from './filter.ts';

/** What a study keeps of a selection: the patients of that day, or the conditions, which later patients may meet. */
export const savedKinds = ['patients', 'rule'] as const;
export type SavedKind = (typeof savedKinds)[number];

export const savedLimits = { name: 80, description: 500 } as const;

/**
 * Set before the number of a saved cohort wherever a condition names it: `cohort_3:true` are its patients. No variable of
 * the portal has an underscore in its name.
 */
const prefix = 'cohort_';

/** 3 -> cohort_3. Numbers are given in a study and never again, so that an old link means what it meant. */
export function cohortKey(number: number): string {
  return prefix + number;
}

export function isCohortKey(name: string): boolean {
  return /^cohort_[1-9]\d{0,8}$/.test(name);
}

/** cohort_3 -> 3. */
export function cohortNumberOf(key: string): number {
  return Number(key.slice(prefix.length));
}

/** Whether only the study knows a variable: one of its fields, or membership of a cohort that it keeps. */
export function isOfStudy(name: string): boolean {
  return isOwnKey(name) || isCohortKey(name);
}

/** Membership of a saved cohort as a variable: yes or no of every patient. */
export function savedVariable({
  number,
  name,
  known,
}: {
  readonly number: number;
  readonly name: string;
  readonly known: SubjectVariable['known'];
}): SubjectVariable {
  const label: Label = { en: name, zh: name };
  return {
    ...defineVariable({
      name: cohortKey(number),
      column: cohortKey(number),
      from: 'registry',
      kind: 'flag',
      known,
      theme: 'place',
      label,
    }),
    sorts: false,
    covariate: false,
    facet: false,
    tableOne: false,
  };
}

/**
 * The selection with the rules of saved cohorts in place of their names.
 *
 * @param ruleOf - null for a cohort that has patients instead: its condition stays.
 */
export function withRules(
  filter: CohortFilter | null,
  ruleOf: (number: number) => CohortFilter | null,
): CohortFilter | null {
  return filter && replaced(filter, ruleOf);
}

function replaced(filter: CohortFilter, ruleOf: (number: number) => CohortFilter | null): CohortFilter {
  if ('and' in filter) return { and: filter.and.map((part) => replaced(part, ruleOf)) };
  if ('or' in filter) return { or: filter.or.map((part) => replaced(part, ruleOf)) };
  if ('not' in filter) return { not: replaced(filter.not, ruleOf) };
  if (!('variable' in filter) || !isCohortKey(filter.variable)) return filter;
  const rule = ruleOf(cohortNumberOf(filter.variable));
  if (rule === null) return filter;
  const others: CohortFilter = { not: rule };
  // Every patient is in it or not: nobody is missing.
  const isIn = (value: string) =>
    'in' in filter
      ? filter.in.includes(value)
      : 'notIn' in filter
        ? !filter.notIn.includes(value)
        : 'isMissing' in filter && !filter.isMissing;
  if (isIn('true') && isIn('false')) return { or: [rule, others] };
  if (isIn('true')) return rule;
  return isIn('false') ? others : { and: [rule, others] };
}

/** What is wrong with the name or description of a cohort, by field; empty if nothing is. */
export function checkSavedCohort(given: { readonly name: string; readonly description: string }): Issue[] {
  const name = given.name.trim();
  const issues: Issue[] = [];
  if (name === '' || name.length > savedLimits.name) {
    issues.push({
      field: 'name',
      problem: name === '' ? 'required' : 'tooLong',
      severity: 'error',
      expected: {
        en: `a name of 1 to ${savedLimits.name} characters`,
        zh: `1 至 ${savedLimits.name} 个字符的名称`,
      },
    });
  }
  if (given.description.trim().length > savedLimits.description) {
    issues.push({
      field: 'description',
      problem: 'tooLong',
      severity: 'error',
      expected: {
        en: `at most ${savedLimits.description} characters`,
        zh: `至多 ${savedLimits.description} 个字符`,
      },
    });
  }
  return issues;
}
