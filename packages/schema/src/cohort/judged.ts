import { type CohortFilter, isPeriod } from './filter.ts';
import { holds, type SubjectValues } from './holds.ts';

/**
 * Whether a patient meets a condition, where `holds` would count what is missing as not met: null where the answer
 * depends on a value that is missing. Where nothing is missing, the two agree. The database judges by the same rule
 * (`portal.filter_judged`).
 */
export function judged(filter: CohortFilter | null, patient: SubjectValues): boolean | null {
  if (filter === null) return true;
  if ('and' in filter) return every(filter.and.map((part) => judged(part, patient)));
  // One of them holds: not all of them fail.
  if ('or' in filter) return not(every(filter.or.map((part) => not(judged(part, patient)))));
  if ('not' in filter) return not(judged(filter.not, patient));
  // Values alone are judged: a study's criteria and rules take no condition on events (`takesEvents`).
  if ('adverseEvent' in filter) return null;
  if (!('isMissing' in filter) && isMissing(filter, patient)) return null;
  return holds(filter, patient);
}

function isMissing(
  filter: { readonly variable: string; readonly between?: unknown; readonly lessThan?: string },
  patient: SubjectValues,
): boolean {
  const value = patient[filter.variable] ?? null;
  if (filter.lessThan !== undefined) {
    const other = patient[filter.lessThan] ?? null;
    return value === null || other === null || typeof value !== typeof other;
  }
  if (value === null || !Array.isArray(filter.between)) return value === null;
  // A number where a day is expected, or the reverse, is no value of it.
  return (typeof value === 'number') === isPeriod(filter.between as [null, null]);
}

function every(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

const not = (answer: boolean | null): boolean | null => (answer === null ? null : !answer);
