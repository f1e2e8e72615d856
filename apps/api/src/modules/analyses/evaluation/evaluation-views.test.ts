import { describe, expect, it } from 'vitest';
import asah from '../../../../../../packages/stats/reference/evaluation.json' with { type: 'json' };
import { type SubjectColumns } from '../../../columns/index.ts';
import { figures } from './evaluation-figures.ts';
import { performanceBy } from './evaluation-subgroups.ts';
import { bootstrapOf, calibrationOf, decisionCurveOf, histogramOf, precisionRecallOf } from './evaluation-views.ts';

const { outcome, precisionRecall } = asah.cases;
const row = (score: number, isHigh: boolean, i: number) => ({
  patientId: `p${i}`,
  patientCode: `P-${i}`,
  slideId: `s${i}`,
  set: 'internal',
  takenOn: null,
  scanner: i % 2 ? 'aperio' : null,
  score,
  bestResponse: isHigh ? 'PD' : 'CR',
  contradictions: 0,
  isOutlined: null,
});
/** S100B of aSAH, of which R's numbers are known; scaled to 0 … 1, which changes no rank. */
const s100b = precisionRecall[0]!.score;
const rows = s100b.map((value, i) => row(value / 4, outcome[i] === 1, i));
const rule = { threshold: 0.05, scoreOfPatient: 'first' } as const;
const [high, low] = [figures(rows, rule), figures(rows, { ...rule, isFlipped: true })];

describe('what is computed of the cases of an evaluation', () => {
  it('is R’s precision and recall of aSAH, and of the other class the same cases from the other end', () => {
    const found = precisionRecallOf(high)!;
    expect(found.averagePrecision).toBeCloseTo(precisionRecall[0]!.average, 12);
    expect(precisionRecallOf(low)!.prevalence).toBeCloseTo(1 - found.prevalence, 12);
    expect(precisionRecallOf(low)!.thresholds[0]).toBe(Math.min(...rows.map(({ score }) => score)));
  });

  it('has limits of the same area from the same resamples, whichever class is positive', () => {
    const [a, b] = [bootstrapOf(high)!, bootstrapOf(low)!];
    expect(a.replicates).toBe(2000);
    expect([a.aucLower! < high.auc!, high.auc! < a.aucUpper!]).toEqual([true, true]);
    expect(b.aucLower).toBeCloseTo(a.aucLower!, 1);
  });

  it('counts each case in one bin, 1 in the last', () => {
    const { edges, positive, negative } = histogramOf(
      { isFlipped: false, cases: [0, 0.1, 0.55, 1].map((score, i) => ({ score, positive: i > 1 })) },
      10,
    );
    expect(edges.length).toBe(11);
    expect(positive).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(negative).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('keeps Brier score and the size of the slope when the other class is positive', () => {
    const [a, b] = [calibrationOf(high)!.measures!, calibrationOf(low)!.measures!];
    expect(b.brier).toBeCloseTo(a.brier, 12);
    expect(b.slope).toBeCloseTo(a.slope!, 8);
    expect(b.inTheLarge).toBeCloseTo(-a.inTheLarge!, 8);
  });

  it('has no slope where a score is 0 or 1, and says so', () => {
    const found = calibrationOf({
      isFlipped: false,
      cases: [0, 0.4, 0.6, 1].map((score, i) => ({ score, positive: i % 2 > 0 })),
    })!;
    expect(found.measures).toBeNull();
    expect(found.warnings).toContainEqual({ code: 'scoresWithoutLogit', values: { n: 2 } });
    expect(found.curve.points.reduce((sum, { n }) => sum + n, 0)).toBe(4);
  });

  it('has a decision curve that by hand is 3/4 − 1/4 at a threshold of 1/2 where one in four calls is wrong', () => {
    const found = decisionCurveOf({
      isFlipped: false,
      cases: [0.9, 0.8, 0.7, 0.6].map((score, i) => ({ score, positive: i < 3 })),
    })!;
    const at = found.thresholds.indexOf(0.5);
    expect([found.model[at], found.treatAll[at]]).toEqual([0.5, 0.5]);
  });

  it('is null without a case', () => {
    const none = { cases: [], isFlipped: false };
    for (const of of [bootstrapOf, precisionRecallOf, calibrationOf, decisionCurveOf]) expect(of(none)).toBeNull();
  });
});

/** Of a study without own fields, whose patients nobody may read. */
const columns = { own: [], find: () => new Map() } as unknown as SubjectColumns;

describe('performance by scanner', () => {
  it('is the area of each group, with Cochran’s Q over them, and counts cases without a value', () => {
    const [found] = performanceBy({ ...high, columns, threshold: 0.05 }, ['scanner']);
    expect(found).toMatchObject({ variable: 'scanner', missing: rows.filter(({ scanner }) => !scanner).length });
    expect(found!.groups.map(({ value, n }) => [value, n])).toEqual([['aperio', rows.length - found!.missing]]);
    expect(found!.pValue).toBeNull();
    const { sensitivity } = found!.groups[0]!;
    expect(sensitivity!.value).toBe(sensitivity!.numerator / sensitivity!.denominator);
  });

  it('refuses a variable that describes no patient at time zero, and names those that do', () => {
    expect(() => performanceBy({ ...high, columns, threshold: null }, ['bestResponse'])).toThrow(
      /rows of the table are/,
    );
  });
});
