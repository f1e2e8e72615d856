export {
  Cohort,
  type Endpoint,
  type GroupedTimes,
  type PairCount,
  type ValueCount,
  type WorstGrades,
} from './cohort.ts';
export { type QuantitySummary } from './kernels/quantity.ts';
export { refuseUnknown, type SubjectColumns, type SubjectRow } from './subject-columns.ts';
export { SubjectStore } from './subject-store.ts';
export { type PageKey, type PageOrder, type PagePlace } from './page-of.ts';
