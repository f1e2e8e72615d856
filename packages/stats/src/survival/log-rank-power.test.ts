import { describe, expect, it } from 'vitest';
import planning from '../../reference/planning.json' with { type: 'json' };
import twoByTwo from '../../reference/two-by-two.json' with { type: 'json' };
import { StatsInputError } from '../numerics/errors.ts';
import { detectableHazardRatio, logRankEvents, logRankPower } from './log-rank-power.ts';

const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('logRankEvents and logRankPower', () => {
  it.each(twoByTwo.cases.logRankEvents)('plans a log-rank test for a ratio of $hazardRatio', (plan) => {
    const design = { hazardRatio: plan.hazardRatio, alpha: plan.alpha, comparisonShare: plan.share };
    close(logRankEvents(design, plan.power), plan.events);
    close(logRankPower(design, plan.events), plan.power);
    expect(() => logRankEvents({ hazardRatio: 1 }, 0.8)).toThrow(StatsInputError);
  });
});

describe('detectableHazardRatio', () => {
  it.each(planning.cases.detectable)('equals R for $events events', ({ events, power, share, alpha, ratio }) => {
    const found = detectableHazardRatio({ events, alpha, comparisonShare: share }, power);
    close(found, ratio);
    // The inverse calculation gives the same number of events.
    close(logRankEvents({ hazardRatio: found, alpha, comparisonShare: share }, power), events);
  });

  it('is 1 / e for 4 z² events and a power of 1/2, which needs only the z of the level', () => {
    const z = 1.959963984540054;
    close(detectableHazardRatio({ events: 4 * z * z }, 0.5), Math.exp(-1));
  });

  it('refuses values outside their ranges', () => {
    expect(() => detectableHazardRatio({ events: 0 }, 0.8)).toThrow(StatsInputError);
    expect(() => detectableHazardRatio({ events: 10 }, 1)).toThrow(StatsInputError);
    expect(() => detectableHazardRatio({ events: 10 }, 0.02)).toThrow(/half the level/);
    expect(() => detectableHazardRatio({ events: 10, alpha: 0 }, 0.8)).toThrow(StatsInputError);
  });
});
