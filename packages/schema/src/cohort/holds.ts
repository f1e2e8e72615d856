import { type CohortFilter } from './filter.ts';

/** One patient's values by variable name; null or absent is missing. */
export type SubjectValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** What a filter means, patient by patient: the definition that SQL and columns are held to. */
export function holds(filter: CohortFilter | null, patient: SubjectValues): boolean {
  if (filter === null) return true;
  if ('and' in filter) return filter.and.every((part) => holds(part, patient));
  if ('or' in filter) return filter.or.some((part) => holds(part, patient));
  if ('not' in filter) return !holds(filter.not, patient);
  const value = patient[filter.variable] ?? null;
  if ('isMissing' in filter) return (value === null) === filter.isMissing;
  if (value === null) return false;
  if ('in' in filter) return filter.in.includes(String(value));
  if ('notIn' in filter) return !filter.notIn.includes(String(value));
  if ('contains' in filter) return String(value).toLowerCase().includes(filter.contains.toLowerCase());
  const [lowest, highest] = filter.between;
  return (lowest === null || Number(value) >= lowest) && (highest === null || Number(value) <= highest);
}
