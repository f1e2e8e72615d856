import { eventTermTest, type PatientEvent } from './adverse-event.ts';
import { type CohortFilter, isPeriod } from './filter.ts';

/** One patient's values by variable name, a date as `YYYY-MM-DD`; null or absent is missing. */
export type SubjectValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What a filter means, patient by patient: the definition that SQL and columns are held to. */
export function holds(
  filter: CohortFilter | null,
  patient: SubjectValues,
  events: readonly PatientEvent[] = [],
): boolean {
  if (filter === null) return true;
  if ('and' in filter) return filter.and.every((part) => holds(part, patient, events));
  if ('or' in filter) return filter.or.some((part) => holds(part, patient, events));
  if ('not' in filter) return !holds(filter.not, patient, events);
  if ('adverseEvent' in filter) {
    const { minimumGrade } = filter.adverseEvent;
    const isTerm = eventTermTest(filter.adverseEvent);
    return events.some(({ term, grade }) => grade >= minimumGrade && isTerm(term));
  }
  const value = patient[filter.variable] ?? null;
  if ('isMissing' in filter) return (value === null) === filter.isMissing;
  if (value === null) return false;
  if ('lessThan' in filter) return isLess(value, patient[filter.lessThan] ?? null);
  if ('in' in filter) return filter.in.includes(String(value));
  if ('notIn' in filter) return !filter.notIn.includes(String(value));
  if ('contains' in filter) return String(value).toLowerCase().includes(filter.contains.toLowerCase());
  if (isPeriod(filter.between)) return isWithin(String(value), filter.between);
  return isWithin(Number(value), filter.between);
}

function isLess(value: string | number | boolean, other: string | number | boolean | null): boolean {
  return other !== null && typeof value === typeof other && value < other;
}

/** Days as `YYYY-MM-DD` are in the order of their texts. */
function isWithin<T extends number | string>(value: T, [lowest, highest]: readonly [T | null, T | null]): boolean {
  return (lowest === null || value >= lowest) && (highest === null || value <= highest);
}
