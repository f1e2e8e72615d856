/**
 * Which score a patient with several scored slides has: slides of one patient share an outcome, so that each patient is
 * one case. `first` is by slide code; `newest` is the last biopsy, where slides without a date are older than all others.
 */
export const scoresOfPatient = ['first', 'newest', 'mean', 'maximum'] as const;
export type ScoreOfPatient = (typeof scoresOfPatient)[number];
