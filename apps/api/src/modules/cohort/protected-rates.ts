import { statement } from '@haim/schema';
import { binomialInterval, type BinomialMethod } from '@haim/stats';
import { type ProtectedCohort, type ShownClasses, type ShownCount, type ShownFamily } from '../../columns/index.ts';

const responses = ['CR', 'PR', 'SD', 'PD', 'NE'];
/** Objective response: where one of the two is of few, they are told together. */
const responders = ['CR', 'PR'];
const responseOf = (value: string | null): string => (value !== null && responses.includes(value) ? value : 'NE');

/** Patients of each group by best response. */
export function protectedResponses(cohort: ProtectedCohort, groupBy: string): ShownClasses[] {
  return cohort.pairs(groupBy, 'bestResponse', responses, responseOf, responders);
}

/** The same of everybody. */
export function protectedResponsesOfAll(cohort: ProtectedCohort): ShownFamily | null {
  return cohort.classes('bestResponse', responses, responseOf, responders);
}

/** None, 1 or 2, 3 or more. */
const grades = ['0', '1', '3'];
const severities = ['1', '3'];
const gradeOf = (value: string | null): string => (value === null ? '0' : Number(value) >= 3 ? '3' : '1');

export interface ShownWorst {
  readonly arm: string | null;
  readonly n: ShownCount;
  readonly any: ShownCount;
  readonly severe: ShownCount;
}

/** Patients of each arm by the worst grade of any adverse event; arms of which nothing may be told are left out. */
export function protectedWorst(cohort: ProtectedCohort): ShownWorst[] {
  return cohort.pairs('arm', 'worstGrade', grades, gradeOf, severities).flatMap(({ value: arm, n, by }) => {
    const severe = by?.cells[grades.indexOf('3')];
    return by && severe ? [{ arm, n, any: by.together, severe }] : [];
  });
}

/** Counts and rates of a group of `n`. */
export function protectedRates(n: ShownCount, { cells, together }: ShownFamily, method: BinomialMethod) {
  const [cr, pr, sd, pd, notEvaluable] = cells;
  const named = { cr, pr, sd, pd, notEvaluable };
  const at = (count: ShownCount | undefined) => count?.n ?? 0;
  return {
    ...{ cr: at(cr), pr: at(pr), sd: at(sd), pd: at(pd), notEvaluable: at(notEvaluable) },
    atMost: Object.entries(named).flatMap(([name, count]) => ((count?.atMost ?? true) ? [name] : [])),
    orr: protectedShare([together], n, method),
    dcr: protectedShare([together, sd], n, method),
  };
}

/** A share of shown counts; where one of them is a bound, the share is a bound too and has no estimate. */
export function protectedShare(
  counts: readonly (ShownCount | undefined)[],
  of: ShownCount,
  asked: BinomialMethod = 'wilson',
) {
  const numerator = counts.reduce((sum, count) => sum + (count?.n ?? 0), 0);
  const atMost = counts.some((count) => count?.atMost ?? true);
  const denominator = of.n;
  if (atMost || denominator === 0 || numerator > denominator) {
    return { numerator, denominator, atMost: true, ...nothing, method: statement('shareWithheld') };
  }
  const { estimate, lower, upper, method } = binomialInterval(numerator, denominator, { method: asked });
  return { numerator, denominator, atMost, value: estimate, lower, upper, method };
}

const nothing = { value: null, lower: null, upper: null };
