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
  keyTellsApart,
  mostRecordsOfList,
  recordOutcomes,
  type RecordOutcome,
  repeatedEntry,
  repeatedKeyIssues,
} from './entries-of-list.ts';
