export {
  compareEntries,
  type ComparedField,
  type ComparisonState,
  comparisonStateLabels,
  comparisonStates,
  entryChoices,
  type EntryChoice,
  entryOf,
  formsForTwoEntries,
} from './compare-entries.ts';
export {
  enteredBy,
  type EnteredBy,
  enteredByOneOf,
  formsForTwoLists,
  keyOfEntry,
  mostRecordsOfList,
  recordOutcomes,
  type RecordOutcome,
  repeatedEntry,
} from './entries-of-list.ts';
