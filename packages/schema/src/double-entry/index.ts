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
