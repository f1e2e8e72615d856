import { statement, type Statement, type SurvivalTime } from '@haim/schema';
import { StatsInputError } from '../numerics/errors.ts';

/** A subject whose exposure (response, transplant, second line) begins during follow-up. */
export interface LandmarkSubject extends SurvivalTime {
  /** Days from time zero to the exposure; null if it never began. */
  readonly exposedAtDays: number | null;
}

export interface LandmarkSplit {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly landmarkDays: number;
  /** Subjects still followed after the landmark, and those left out. */
  readonly n: number;
  readonly excluded: number;
  /** Exposed on or before the landmark; time restarts there. Indices refer to the input. */
  readonly exposed: SurvivalTime[];
  readonly unexposed: SurvivalTime[];
  readonly exposedIndices: number[];
  readonly unexposedIndices: number[];
}

/**
 * Splits a cohort at a landmark, so that groups formed by something that happens later can be compared without
 * crediting them the time it took (immortal time).
 *
 * @param subjects - days from time zero.
 * @param landmarkDays - the landmark, chosen beforehand; subjects need more follow-up than it.
 * @returns the subjects still followed, in two groups, their time restarted at the landmark; indices refer to the
 * input.
 * @throws StatsInputError on a negative or non-finite landmark, time, or exposure.
 *
 * Source: Anderson, Cain & Gelber 1983.
 * Checked against: reference/goldens/landmark_jasa.json.
 * Common wrong use: trying several landmarks and showing the best.
 */
export function landmark(subjects: readonly LandmarkSubject[], landmarkDays: number): LandmarkSplit {
  if (!(landmarkDays >= 0 && landmarkDays < Infinity)) {
    throw new StatsInputError('landmarkDays', `must be finite and at least 0, not ${landmarkDays}`);
  }
  const exposedIndices: number[] = [];
  const unexposedIndices: number[] = [];
  subjects.forEach(({ days, exposedAtDays }, i) => {
    if (!(days >= 0 && days < Infinity))
      throw new StatsInputError('subjects', `entry ${i}: time must be finite and at least 0`);
    if (exposedAtDays !== null && !Number.isFinite(exposedAtDays)) {
      throw new StatsInputError('subjects', `entry ${i}: exposure must be a finite number of days, or null`);
    }
    if (days <= landmarkDays) return;
    const isExposed = exposedAtDays !== null && exposedAtDays <= landmarkDays;
    (isExposed ? exposedIndices : unexposedIndices).push(i);
  });
  const restart = (i: number): SurvivalTime => {
    const { days, event } = subjects[i] as LandmarkSubject;
    return { days: days - landmarkDays, event };
  };
  const n = exposedIndices.length + unexposedIndices.length;
  const isEmpty = exposedIndices.length === 0 || unexposedIndices.length === 0;
  return {
    method: statement('landmark'),
    warnings: isEmpty ? [statement('landmarkGroupEmpty')] : [],
    landmarkDays,
    n,
    excluded: subjects.length - n,
    exposed: exposedIndices.map(restart),
    unexposed: unexposedIndices.map(restart),
    exposedIndices,
    unexposedIndices,
  };
}
