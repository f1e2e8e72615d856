import { statement } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import { scoreOutcome } from './score-outcome.ts';
import expected from './score-outcome.json' with { type: 'json' };

const patients = expected.patients.map((one) => ({ ...one, event: one.event === 1, responded: one.responded === 1 }));
const found = scoreOutcome(patients, expected.threshold, ['A', 'B']);
const close = (values: readonly (number | null | undefined)[], wanted: readonly (number | null)[], digits = 6) =>
  wanted.forEach((value, i) =>
    value === null ? expect(values[i]).toBeNull() : expect(values[i]).toBeCloseTo(value, digits),
  );

describe('a score and the survival of two arms', () => {
  it.each(expected.arms)('has R’s curve, hazard ratio, log-rank p and responders in arm $arm', (wanted) => {
    const [high, low] = [true, false].map((isHigh) =>
      found.groups.find((group) => group.arm === wanted.arm && group.isHigh === isHigh)!,
    );
    expect([high!.n, low!.n, high!.responders]).toEqual([wanted.nHigh, wanted.nLow, wanted.responders]);
    const { estimate, lower, upper } = high!.curve.median;
    close([estimate, lower, upper], wanted.medianHigh);
    const effect = found.effects.find(({ arm }) => arm === wanted.arm)!;
    const ratio = effect.hazardRatio;
    close([ratio.estimate, ratio.lower, ratio.upper, ratio.pValue], wanted.hazardRatio);
    close([effect.logRankP], [wanted.logRankP], 8);
  });

  it('has R’s interactions, for survival and for response', () => {
    close([found.survivalInteractionP], [expected.survivalInteractionP]);
    close([found.responseInteractionP], [expected.responseInteractionP]);
  });

  it('has R’s ratio per 0.1 in strata of the arm, and a spline that is 0 at the median', () => {
    const { estimate, lower, upper, pValue } = found.per01;
    close([estimate, lower, upper, pValue], expected.per01);
    expect(found.spline!.at).toHaveLength(60);
    expect(found.spline!.nonlinearityP).toBeGreaterThan(0);
  });

  it('finds the cut with R’s smallest p, and says what it is once the search is counted', () => {
    expect(found.bestCut!.cut).toBe(expected.cut.cut);
    close([found.bestCut!.pValue, found.bestCut!.correctedP], [expected.cut.p, expected.cut.corrected], 8);
    expect(found.warnings.map(({ code }) => code)).toEqual(['predictiveOrPrognostic', 'searchedCut']);
  });
});

describe('scores of one arm', () => {
  it('tell of prognosis at most: there is no interaction, and it is said', () => {
    const one = scoreOutcome(
      patients.filter(({ arm }) => arm === 'A'),
      expected.threshold,
      ['A', 'B'],
    );
    expect([one.survivalInteractionP, one.responseInteractionP]).toEqual([null, null]);
    expect(one.warnings).toContainEqual(statement('interactionNeedsTwoArms', { arms: ['A'] }));
    expect(one.groups.map(({ arm }) => arm)).toEqual(['A', 'A']);
  });

  it('most of which are equal give no spline, and it is said', () => {
    const equal = patients.map((one, i) => ({ ...one, score: i % 20 === 0 ? one.score : 0.5 }));
    const found = scoreOutcome(equal, expected.threshold, ['A', 'B']);
    expect(found.spline).toBeNull();
    expect(found.warnings.map(({ code }) => code)).toContain('tooFewEventsForSpline');
  });

  it('of few patients with few events give no spline, and of none nothing at all', () => {
    const few = scoreOutcome(patients.slice(0, 12), expected.threshold, ['A', 'B']);
    expect(few.spline).toBeNull();
    expect(few.warnings.map(({ code }) => code)).toContain('tooFewEventsForSpline');
    const none = scoreOutcome([], expected.threshold, ['A', 'B']);
    expect(none).toMatchObject({ n: 0, groups: [], effects: [], bestCut: null });
  });
});
