import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { methods } from '../reference/methods.ts';
import { cases } from './never-nan-cases.fixture.ts';
import { StatsInputError } from './numerics/errors.ts';

/**
 * Small, tied, one-sided, constant or separated data on purpose: whatever a method returns for them, no number may be
 * NaN, and none infinite unless the docstring says so.
 */
const MAY_BE_INFINITE: Readonly<Record<string, readonly string[]>> = {
  coxRegression: ['hazardRatio', 'upper'],
  coxOneColumn: ['hazardRatio', 'upper'],
  coxIntervals: ['hazardRatio', 'upper'],
  logisticRegression: ['oddsRatio', 'upper', 'profileUpper'],
  fisherExact: ['oddsRatio', 'upper'],
  confusion: ['likelihoodRatioPositive', 'likelihoodRatioNegative'],
  confusionFromCounts: ['likelihoodRatioPositive', 'likelihoodRatioNegative'],
  roc: ['thresholds', 'threshold'],
  rocThreshold: ['threshold'],
};

function badLeaves(value: unknown, allowed: readonly string[], path = '', key = ''): string[] {
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return [`${path} is NaN`];
    return Number.isFinite(value) || allowed.includes(key) ? [] : [`${path} is ${value}`];
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as ArrayLike<unknown>).flatMap((item, i) => badLeaves(item, allowed, `${path}[${i}]`, key));
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, item]) => badLeaves(item, allowed, `${path}.${name}`, name));
}

describe('no result contains NaN, nor an undocumented infinity', () => {
  it.each(Object.entries(cases))(
    '%s',
    (name, asked) => {
      let answered = 0;
      fc.assert(
        fc.property(asked, (run) => {
          try {
            const answer = run();
            answered++;
            expect(badLeaves(answer, MAY_BE_INFINITE[name] ?? [])).toEqual([]);
          } catch (error) {
            if (!(error instanceof StatsInputError)) throw error;
          }
        }),
        { numRuns: name === 'firthLogistic' ? 40 : 150, seed: 20240229 },
      );
      // A method that refused everything would pass without being tested.
      expect(answered).toBeGreaterThan(15);
    },
    60_000,
  );

  it('every method is checked', () => {
    /** Checked with another method, or without numbers that depend on data. */
    const elsewhere = [
      'tally',
      'restrictedMeanDifference',
      'stratifiedLogRank',
      'logRankPower',
      'dropMissing',
      'toR',
      'toRTogether',
      'eventsToR',
      'changesToR',
      'confirmedToR',
      'rocToR',
      'scoredFigureToR',
      'scoreSubgroupsToR',
      'scoreComparisonToR',
      'scoreOutcomeToR',
      'classedScores',
    ];
    const ofResponse = [
      'detectableHazardRatio',
      'mrecistSeries',
      'bestOverallResponse',
      'bestOfAssessments',
      'changesOfSums',
      'lesionSeries',
    ];
    const named = methods.flatMap(({ functions }) => functions);
    expect(named.filter((name) => ![...Object.keys(cases), ...elsewhere, ...ofResponse].includes(name))).toEqual([]);
  });
});
