/**
 * What pages compute themselves: the table at a threshold that is being moved, by the functions that the server counts
 * with. Nothing else of this package is for a browser (.dependency-cruiser.mjs).
 */
export {
  classedScores,
  type ClassedScores,
  countsAt,
  measuredTable,
  type MeasuredTable,
} from './diagnostic/table-at-threshold.ts';
