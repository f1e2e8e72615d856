import { describe, expect, it } from 'vitest';
import reference from '../../reference/two-by-two.json' with { type: 'json' };
import { compareRisks } from './risk-comparison.ts';

const { cases } = reference;
const close = (actual: number | null | undefined, wanted: number) => expect(actual! / wanted).toBeCloseTo(1, 9);

describe('compareRisks', () => {
  it.each(cases.risks)('agrees with R on $args', ({ args, difference, ratio, odds }) => {
    const result = compareRisks({ successes: args.x0, n: args.n0 }, { successes: args.x1, n: args.n1 });
    const pairs = [
      [result.riskDifference, difference],
      [result.riskRatio, ratio],
      [result.oddsRatio, odds],
    ] as const;
    for (const [ours, [estimate, lower, upper]] of pairs) {
      close(ours.estimate, estimate!);
      close(ours.lower, lower!);
      close(ours.upper, upper!);
    }
  });

  it('has no ratio if a count is 0', () => {
    const result = compareRisks({ successes: 0, n: 10 }, { successes: 3, n: 10 });
    expect(result.riskDifference.estimate).toBeCloseTo(0.3, 14);
    expect(result.riskRatio.estimate).toBeNull();
    expect(result.warnings).toHaveLength(1);
    expect(compareRisks({ successes: 0, n: 0 }, { successes: 3, n: 10 }).riskDifference.estimate).toBeNull();
  });
});
