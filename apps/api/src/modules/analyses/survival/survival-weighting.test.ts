import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { type SubjectCovariate, subjectVariables } from '@haim/schema';
import { describe, expect, it } from 'vitest';
import golden from '../../../../../../packages/stats/reference/goldens/iptw_colon.json' with { type: 'json' };
import ofR from './survival-weighting.json' with { type: 'json' };
import { survivalWeighting, type WeightingChoices, type WeightingData } from './survival-weighting.ts';

const csv = new URL('../../../../../../packages/stats/reference/goldens/colon_iptw.csv', import.meta.url);
const colon = parse(readFileSync(csv), { columns: true }) as Record<string, string>[];
const names = ['age', 'sex', 'obstruct', 'adhere', 'nodes', 'differ', 'extent'] as const;

const covariate = (name: string): SubjectCovariate => ({
  name,
  variable: { ...subjectVariables.find(({ kind }) => kind === 'quantity')!, name },
  label: { en: name, zh: name },
  levels: null,
  floor: null,
});
const data: WeightingData = {
  days: Float64Array.from(colon, ({ time }) => Number(time)),
  event: Uint8Array.from(colon, ({ status }) => Number(status)),
  isCompared: Uint8Array.from(colon, ({ treat }) => Number(treat)),
  covariates: names.map((name) => ({ covariate: covariate(name), cells: colon.map((row) => Number(row[name])) })),
};
const of = (choices: Partial<WeightingChoices> = {}, given = data) =>
  survivalWeighting(given, { estimand: 'ATE', truncatePercent: null, ...choices }, []);
const close = (actual: number | null | undefined, wanted: number, digits = 6) =>
  expect(actual! / wanted).toBeCloseTo(1, digits);
const ratio = (numbers: ReturnType<typeof of>, kind: string) => numbers.ratios.find((one) => one.kind === kind)!.ratio;
const callOf = (fn: string, weights?: string) =>
  golden.calls.find((call) => call.fn === fn && (call.args as { weights?: string }).weights === weights)!.expect;

describe('weighting of two groups by propensity', () => {
  const ate = of();

  it('has R’s weighted ratio with limits and p by the sandwich, beside those of regression', () => {
    const wanted = (
      callOf('cox', 'siptw') as { coefficients: { hr: number; lower: number; upper: number; p: number }[] }
    ).coefficients[0]!;
    const weighted = ratio(ate, 'weighted');
    close(weighted.hazardRatio, wanted.hr);
    close(weighted.lower, wanted.lower);
    close(weighted.upper, wanted.upper);
    close(weighted.pValue, wanted.p, 5);
    close(ratio(ate, 'adjusted').hazardRatio, ofR.adjusted);
  });

  it('has R’s balance and effective sizes, and its weighted curve', () => {
    const wanted = callOf('propensity') as {
      smd: { variable: string; unweighted: number; weighted: number }[];
      essTreated: number;
      essControl: number;
    };
    wanted.smd.forEach(({ variable, unweighted, weighted }) => {
      const row = ate.balance.find((one) => one.covariate === variable)!;
      expect(Math.abs(row.crude! - unweighted)).toBeLessThan(1e-7);
      expect(Math.abs(row.weighted! - weighted)).toBeLessThan(1e-7);
    });
    close(ate.sides![0].effectiveN, wanted.essControl);
    close(ate.sides![1].effectiveN, wanted.essTreated);
    // Weights of one group that differ by a factor make the same curve: R's are not stabilised.
    const groups = (callOf('km', 'iptw') as { groups: { group: string; surv: number[] }[] }).groups;
    const curve = ate.curves.find(({ isCompared, isWeighted }) => isCompared && isWeighted)!.curve;
    const ofTreated = groups.find(({ group }) => group === '1')!.surv;
    curve.survival.forEach((value, i) => expect(Math.abs(value - ofTreated[i]!)).toBeLessThan(1e-9));
  });

  it('makes the reference like the comparison', () => {
    const att = of({ estimand: 'ATT' });
    close(ratio(att, 'weighted').hazardRatio, ofR.att.hr);
    close(ratio(att, 'weighted').upper, ofR.att.upper);
    att.sides!.forEach(({ effectiveN }, i) => close(effectiveN, ofR.att.effective[i]!));
    ['age', 'nodes', 'extent'].forEach((name, k) => {
      const wanted = ofR.att.smd[k]!;
      expect(Math.abs(att.balance.find((one) => one.covariate === name)!.weighted! - wanted)).toBeLessThan(1e-7);
    });
  });

  it('truncates weights at percentiles, counts them, and says so', () => {
    const cut = of({ truncatePercent: 5 });
    expect(cut.truncated).toBe(ofR.truncated.n);
    close(ratio(cut, 'weighted').hazardRatio, ofR.truncated.hr);
    close(ratio(cut, 'weighted').lower, ofR.truncated.lower);
    close(ratio(cut, 'weighted').pValue, ofR.truncated.p, 5);
    cut.sides!.forEach(({ effectiveN }, i) => close(effectiveN, ofR.truncated.effective[i]!));
    expect(cut.method).toContainEqual({ code: 'weightsTruncated', values: { n: ofR.truncated.n, from: 5, to: 95 } });
  });
});

describe('weighting that cannot be made', () => {
  const small = (isCompared: number[], cells: readonly (number | null)[]): WeightingData => ({
    days: cells.map((_, i) => i + 1),
    event: cells.map(() => 1),
    isCompared,
    covariates: [{ covariate: covariate('x'), cells }],
  });

  it.each([
    ['of one group', small([1, 1, 1], [1, 2, 3]), 'weightingOneGroup'],
    ['without a covariate that varies', small([0, 1, 0], [2, 2, 2]), 'weightingWithoutCovariate'],
    ['where the covariate separates the groups', small([0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6]), 'weightingSeparated'],
  ])('says why: %s', (_, given, code) => {
    expect(of({}, given)).toMatchObject({ sides: null, ratios: [], warnings: [{ code }] });
  });

  it('leaves out who lacks a covariate', () => {
    const { nDropped, sides } = of({}, small([0, 1, 0, 1, 0, 1], [1, 2, 3, 1, null, 3]));
    expect(nDropped).toBe(1);
    expect(sides!.map(({ n }) => n)).toEqual([2, 3]);
  });
});
