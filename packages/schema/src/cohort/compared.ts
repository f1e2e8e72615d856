import { type Label } from '../form.ts';
import { type SubjectVariable } from '../subject/index.ts';
import { showCohort } from './address.ts';
import { type CohortFilter, outcomesIn } from './filter.ts';
import { type CohortLists } from './parse-filter.ts';
import { type AddressIssue, readCohort } from './read-address.ts';

/**
 * To which group patients of both cohorts are counted: to none, to A, to B, or to a group of their own. Tests compare
 * groups that share nobody; of three groups they are not what was asked, so that `apart` only describes.
 */
export const overlapRules = ['apart', 'leaveOut', 'inA', 'inB'] as const;
export type OverlapRule = (typeof overlapRules)[number];

/** Two selections side by side; null is everybody. */
export interface ComparedCohorts {
  readonly a: CohortFilter | null;
  readonly b: CohortFilter | null;
  readonly overlap: OverlapRule;
}

/** The groups, in their order: the patients of A, those of both where they are apart, those of B. */
export const comparedGroups = { a: 'A', both: 'A and B', b: 'B' } as const;

const prefix = 'cohorts:';

/** Whether a grouping is of two cohorts rather than by a variable. */
export function isCompared(groupBy: string): boolean {
  return groupBy.startsWith(prefix);
}

/** `cohorts:leaveOut:(cohort_3:true):(arm:HTI)`: a grouping for any analysis that takes one; `()` is everybody. */
export function showCompared({ a, b, overlap }: ComparedCohorts): string {
  return `${prefix}${overlap}:(${showCohort(a)}):(${showCohort(b)})`;
}

/** @returns what is wrong where the text is not such a grouping, or a condition in it is not understood. */
export function readCompared(
  text: string,
  lists: CohortLists = {},
): { readonly compared: ComparedCohorts | null; readonly issues: readonly AddressIssue[] } {
  const [, overlap = '', rest = ''] = /^cohorts:(\w+):(\(.*\))$/s.exec(text) ?? [];
  const rule = overlapRules.find((one) => one === overlap);
  const sides = rule ? sidesOf(rest) : null;
  if (!rule || !sides) return { compared: null, issues: [{ part: text.slice(0, 200), expected: form }] };
  const [a, b] = sides.map((side) => readCohort(side, lists));
  const issues = [...(a?.issues ?? []), ...(b?.issues ?? [])];
  return { compared: issues.length > 0 ? null : { a: a?.filter ?? null, b: b?.filter ?? null, overlap: rule }, issues };
}

/** The patients of either, to whom an analysis of the two is limited; null is everybody. */
export function eitherOf({ a, b }: Pick<ComparedCohorts, 'a' | 'b'>): CohortFilter | null {
  return a === null || b === null ? null : { or: [a, b] };
}

/** The outcomes by which either is chosen. */
export function outcomesOfCompared({ a, b }: ComparedCohorts, own: readonly SubjectVariable[]): string[] {
  return [...new Set([...outcomesIn(a, own), ...outcomesIn(b, own)])];
}

/** `(…):(…)`: values have no brackets of their own, the notation encodes them. */
function sidesOf(text: string): readonly [string, string] | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    if (depth > 0) continue;
    const isParted = depth === 0 && text.startsWith('):(', at);
    return isParted ? [text.slice(1, at), text.slice(at + 3, -1)] : null;
  }
  return null;
}

const form: Label = {
  en: `cohorts:, one of ${overlapRules.join(', ')}, and two selections: cohorts:leaveOut:(cohort_3:true):(arm:HTI)`,
  zh: `cohorts:、${overlapRules.join('、')} 之一及两个选择条件：cohorts:leaveOut:(cohort_3:true):(arm:HTI)`,
};
