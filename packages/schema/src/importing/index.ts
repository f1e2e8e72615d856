export { type GuessFor, guessMap } from './guess-map.ts';
export { findVisits, type FoundVisits, type Occasion, type VisitStem } from './find-visits.ts';
export { factorsOf, guessSource } from './guess-source.ts';
export type { ColumnSource, ImportLook, LookedColumn, LookedTable, MapSource, PartialMap, TableMap } from './look.ts';
export {
  columnOfStem,
  guessPlan,
  isTestForm,
  lacksOfPlan,
  numberField,
  occasionNumber,
  readingOfStem,
  recordsOfPlan,
  planFor,
  type Reading as VisitReading,
  type RepeatPlan,
  type VisitTarget,
  withTarget,
} from './visit-plan.ts';
