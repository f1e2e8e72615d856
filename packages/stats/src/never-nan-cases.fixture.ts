import fc from 'fast-check';
import * as stats from './index.ts';
import {
  column,
  confType,
  count,
  counted,
  covariates,
  direction,
  model,
  type Row,
  rows,
  samples,
  table,
  ties,
  times,
} from './never-nan-draws.fixture.ts';

/** How a method is called; each run returns a result or throws StatsInputError. */
export const cases: Record<string, fc.Arbitrary<() => unknown>> = {
  kaplanMeier: fc.tuple(times, confType, fc.boolean()).map(
    ([t, c, reverse]) =>
      () =>
        stats.kaplanMeier(t, { confType: c, reverse }),
  ),
  followUp: times.map((t) => () => stats.followUp(t)),
  quantile: fc.tuple(times, fc.double({ min: 0, max: 1, noNaN: true }), confType).map(([t, p, c]) => () => [
    stats.quantile(stats.kaplanMeier(t, { confType: c }), p),
    stats.quantile(stats.kaplanMeier(t, { confType: c }), p, 'inverse-distribution'),
  ]),
  survivalAt: fc.tuple(times, fc.double({ min: -5, max: 5000, noNaN: true })).map(([t, at]) => () => [
    stats.survivalAt(stats.kaplanMeier(t), at),
    stats.atRiskAt(stats.kaplanMeier(t), [at]),
    stats.survivalAt(stats.kaplanMeier(t), at, { extend: true }),
  ]),
  restrictedMean: fc.tuple(times, times, fc.integer({ min: 1, max: 5000 })).map(([a, b, tau]) => () => [
    stats.restrictedMean(stats.kaplanMeier(a), tau),
    stats.restrictedMeanDifference(stats.kaplanMeier(a), stats.kaplanMeier(b), tau),
  ]),
  logRank: fc.tuple(times, times, times, fc.constantFrom(0, 0.5, 1)).map(([a, b, c, rho]) => () => [
    stats.logRank(
      [a, b, c].map((t, i) => ({ label: String(i), times: t })),
      { rho },
    ),
    stats.stratifiedLogRank([
      [
        { label: '0', times: a },
        { label: '1', times: b },
      ],
      [{ label: '0', times: c }],
    ]),
  ]),
  hazardRatio: fc
    .tuple(
      times,
      times,
      fc.constantFrom('cox', 'mantel-haenszel', 'peto', 'log-rank'),
      fc.constantFrom('efron', 'breslow'),
    )
    .map(
      ([a, b, estimator, t]) =>
        () =>
          stats.hazardRatio(a, b, { estimator, ties: t } as stats.HazardRatioOptions),
    ),
  coxRegression: fc.tuple(rows, ties, fc.boolean()).map(([list, t, robust]) => () => {
    const data = { days: column(list, 'days'), event: column(list, 'event'), covariates: covariates(list) };
    const { model: _model, ...rest } = stats.coxRegression(data, { ties: t, robust: robust && t !== 'exact' });
    return rest;
  }),
  coxOneColumn: rows.map((list) => () => {
    const values = column(list, 'g');
    const data = { days: column(list, 'days'), event: column(list, 'event'), covariates: [{ name: 'g', values }] };
    const { model: _model, ...rest } = stats.coxRegression(data);
    return rest;
  }),
  coxIntervals: rows.map((list) => () => {
    const { model: _model, ...rest } = stats.coxRegression({
      start: column(list, 'days'),
      days: list.map((row) => row.days + row.width),
      event: column(list, 'event'),
      covariates: covariates(list),
      strata: column(list, 'g'),
      cluster: column(list, 'cluster'),
      weights: column(list, 'w'),
    });
    return rest;
  }),
  proportionalHazards: rows.map((list) => () => {
    const { model: made } = model(list);
    return made && [stats.proportionalHazards(made), stats.proportionalHazards(made, 'identity')];
  }),
  schoenfeldResiduals: rows.map((list) => () => {
    const { model: made } = model(list);
    return made && [stats.schoenfeldResiduals(made), stats.schoenfeldResiduals(made, 'identity')];
  }),
  coxTermTests: rows.map((list) => () => {
    const { model: made } = model(list);
    return made && stats.coxTermTests(made);
  }),
  ratioInteraction: fc.array(fc.tuple(times, times), { maxLength: 4 }).map((pairs) => () => {
    const strata = pairs.map(([reference, comparison], i) => ({ label: String(i), reference, comparison }));
    return stats.ratioInteraction(strata);
  }),
  adjustedInteraction: rows.map(
    (list) => () =>
      stats.adjustedInteraction({
        days: column(list, 'days'),
        event: Uint8Array.from(column(list, 'event')),
        compared: Uint8Array.from(column(list, 'g')),
        subgroup: column(list, 'y'),
        labels: ['a', 'b', 'c'],
        covariates: [{ name: 'x', values: column(list, 'x') }],
      }),
  ),
  coxConcordance: rows.map((list) => () => {
    const { model: made } = model(list);
    return made && stats.coxConcordance(made);
  }),
  baselineHazard: rows.map((list) => () => {
    const { model: made } = model(list);
    return made && made.covariance && stats.baselineHazard(made);
  }),
  predictedSurvival: fc.tuple(rows, confType).map(([list, c]) => () => {
    const { model: made } = model(list);
    return made && stats.predictedSurvival(made, { x: list[0]!.x, y: 1 }, { confType: c });
  }),
  cumulativeIncidence: fc.tuple(rows, fc.constantFrom('log' as const, 'log-log' as const)).map(
    ([list, c]) =>
      () =>
        stats.cumulativeIncidence({ days: column(list, 'days'), cause: column(list, 'cause') }, { confType: c }),
  ),
  grayTest: fc.tuple(rows, rows).map(
    ([a, b]) =>
      () =>
        stats.grayTest(
          [a, b].map((list) => ({ days: column(list, 'days'), cause: column(list, 'cause') })),
          1,
        ),
  ),
  landmark: rows.map((list) => () => {
    const exposed = list.map((row) => ({
      days: row.days,
      event: row.event === 1,
      exposedAtDays: row.y === 0 ? null : row.y,
    }));
    return stats.landmark(exposed, 2);
  }),
  weightedKaplanMeier: fc.tuple(rows, fc.boolean()).map(([list, robust]) => () => {
    const input = { days: column(list, 'days'), event: column(list, 'event'), weights: column(list, 'w') };
    return stats.weightedKaplanMeier(input, { robust });
  }),
  propensityWeights: fc.tuple(rows, fc.constantFrom('ATE' as const, 'ATT' as const)).map(
    ([list, estimand]) =>
      () =>
        stats.propensityWeights(column(list, 'g'), covariates(list), { estimand }),
  ),
  standardizedDifferences: rows.map(
    (list) => () => stats.standardizedDifferences(column(list, 'g'), covariates(list), column(list, 'w')),
  ),
  logisticRegression: fc.tuple(rows, fc.constantFrom('exact' as const, 'interpolated' as const, null)).map(
    ([list, profile]) =>
      () =>
        stats.logisticRegression(column(list, 'g'), covariates(list), { profile }),
  ),
  firthLogistic: rows.map((list) => () => stats.firthLogistic(column(list, 'g'), [covariates(list)[1]!])),
  roc: fc.tuple(rows, direction).map(
    ([list, d]) =>
      () =>
        stats.roc(column(list, 'x'), column(list, 'g'), { direction: d }),
  ),
  aucScoreLimits: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(500), fc.nat(500)).map(
    ([auc, m, n]) =>
      () =>
        stats.aucScoreLimits(auc, m + 1, n + 1),
  ),
  printedAs: fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.nat(100)).map(([exact, value]) => () => [
    stats.printedAs(exact, { value: value / 100, decimals: 2 }),
  ]),
  attainableCounts: fc.tuple(fc.nat(120), fc.nat(300)).map(([value, n]) => () => [
    stats.attainableCounts({ value, decimals: 0 }, n + 1, 100),
    stats.attainableCounts({ value: value / 100, decimals: 2 }, n + 1, 1),
  ]),
  attainableTables: fc.tuple(fc.nat(100), fc.nat(8)).map(
    ([value, n]) =>
      () =>
        stats.attainableTables({ ppv: { value: value / 100, decimals: 2 }, f1: { value: 0.5, decimals: 1 } }, n + 1),
  ),
  attainableAuc: fc.tuple(fc.nat(120), fc.nat(20), fc.nat(20)).map(
    ([value, m, n]) =>
      () =>
        stats.attainableAuc({ value: value / 100, decimals: 2 }, m + 1, n + 1),
  ),
  attainableAucSplits: fc.tuple(fc.nat(120), fc.nat(20)).map(
    ([value, n]) =>
      () =>
        stats.attainableAucSplits({ value: value / 100, decimals: 2 }, n + 2),
  ),
  attainableDays: fc.tuple(fc.nat(900), fc.constantFrom(30, 30.4375)).map(
    ([value, month]) =>
      () =>
        stats.attainableDays({ value: value / 10, decimals: 1 }, month),
  ),
  ratioOfInterval: fc.tuple(fc.nat(300), fc.nat(300), fc.nat(300)).map(
    ([ratio, lower, width]) =>
      () =>
        stats.ratioOfInterval((ratio + 1) / 100, (lower + 1) / 100, (lower + width + 2) / 100),
  ),
  rocThreshold: fc.tuple(rows, direction).map(([list, d]) => () => {
    const curve = stats.roc(column(list, 'x'), column(list, 'g'), { direction: d });
    return [stats.rocThreshold(curve, 'closest-top-left'), stats.rocThreshold(curve, { sensitivity: 0.7 })];
  }),
  bootstrapAuc: fc.tuple(rows, direction).map(
    ([list, d]) =>
      () =>
        stats.bootstrapAuc(column(list, 'x'), column(list, 'g'), { direction: d, replicates: 20 }),
  ),
  delongPaired: fc.tuple(rows, direction).map(
    ([list, d]) =>
      () =>
        stats.delongPaired(column(list, 'x'), column(list, 'y'), column(list, 'g'), { direction: d }),
  ),
  delongUnpaired: fc.tuple(rows, rows).map(([a, b]) => () => {
    const group = (list: Row[]) => ({ scores: column(list, 'x'), positive: column(list, 'g') });
    return stats.delongUnpaired(group(a), group(b), { direction: 'higher-is-positive' });
  }),
  confusion: rows.map(
    (list) => () => stats.confusion(column(list, 'x'), column(list, 'g'), 0, { direction: 'higher-is-positive' }),
  ),
  confusionFromCounts: fc.tuple(count, count, count, count).map(
    ([tp, fp, fn, tn]) =>
      () =>
        stats.confusionFromCounts({ tp, fp, fn, tn }),
  ),
  classAverages: table(3).map((t) => () => stats.classAverages(t, ['a', 'b', 'c'])),
  calibration: rows.map((list) => () => stats.calibration(column(list, 'p'), column(list, 'g'))),
  calibrationCurve: rows.map((list) => () => stats.calibrationCurve(column(list, 'p'), column(list, 'g'))),
  hosmerLemeshow: rows.map((list) => () => stats.hosmerLemeshow(column(list, 'p'), column(list, 'g'), 3)),
  netBenefit: rows.map((list) => () => stats.netBenefit(column(list, 'p'), column(list, 'g'), [0.01, 0.5, 0.99])),
  bootstrapRoc: fc.tuple(rows, direction).map(
    ([list, of]) =>
      () =>
        stats.bootstrapRoc(column(list, 'x'), column(list, 'g'), {
          direction: of,
          replicates: 20,
          seed: 1,
        }),
  ),
  precisionRecall: fc.tuple(rows, direction).map(
    ([list, of]) =>
      () =>
        stats.precisionRecall(column(list, 'x'), column(list, 'g'), { direction: of }),
  ),
  confusionMeasures: fc.tuple(count, count, count, count).map(
    ([tp, fp, fn, tn]) =>
      () =>
        stats.confusionMeasures({ tp, fp, fn, tn }),
  ),
  measuredTable: fc.tuple(count, count, count, count).map(
    ([tp, fp, fn, tn]) =>
      () =>
        stats.measuredTable({ tp, fp, fn, tn }),
  ),
  countsAt: rows.map(
    (list) => () => stats.countsAt(stats.classedScores(column(list, 'x'), column(list, 'g')), 0.5, true),
  ),
  reclassification: rows.map(
    (list) => () => stats.reclassification(column(list, 'p'), column(list, 'x'), column(list, 'g'), { a: 0.5, b: 0 }),
  ),
  aucHeterogeneity: fc
    .array(
      fc.tuple(
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map(
      (groups) => () =>
        stats.aucHeterogeneity(
          groups.map(([area]) => area),
          groups.map(([, stdErr]) => stdErr),
        ),
    ),
  splineKnots: fc.tuple(rows, fc.constantFrom(3 as const, 4 as const, 5 as const)).map(
    ([list, knots]) =>
      () =>
        stats.splineKnots(column(list, 'x'), knots),
  ),
  splineColumns: rows.map((list) => () => stats.splineColumns(column(list, 'x'), stats.splineKnots(column(list, 'x')))),
  splineHazard: rows.map(
    (list) => () =>
      stats.splineHazard({ days: column(list, 'days'), event: column(list, 'event') }, column(list, 'p'), {
        at: [0, 0.25, 0.5, 1],
        reference: 0.5,
      }),
  ),
  bestLogRankCut: rows.map(
    (list) => () =>
      stats.bestLogRankCut({ days: column(list, 'days'), event: column(list, 'event') }, column(list, 'x'), 0.1),
  ),
  bestCutPValue: fc
    .tuple(
      fc.oneof(
        fc.constantFrom(5e-324, 1e-300, 1e-17, 1 - 2 ** -53),
        fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }),
      ),
      fc.double({ min: 0.01, max: 0.49, noNaN: true }),
    )
    .map(
      ([p, share]) =>
        () =>
          stats.bestCutPValue(p, share),
    ),
  attainableShare: fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), fc.integer({ min: 1, max: 400 }))
    .map(
      ([share, decimals, n]) =>
        () =>
          stats.attainableShare(share, decimals, n),
    ),
  binomialInterval: fc.tuple(count, count, fc.constantFrom('wilson', 'wilson-corrected', 'clopper-pearson')).map(
    ([x, rest, method]) =>
      () =>
        stats.binomialInterval(x, x + rest, { method: method as stats.BinomialMethod }),
  ),
  compareRisks: fc.tuple(count, count, count, count).map(
    ([a, b, c, d]) =>
      () =>
        stats.compareRisks({ successes: a, n: a + b }, { successes: c, n: c + d }),
  ),
  mantelHaenszel: fc
    .array(table(2), { minLength: 1, maxLength: 3 })
    .map((strata) => () => stats.mantelHaenszel(strata as unknown as stats.TwoByTwo[])),
  fisherExact: fc.oneof(table(2), table(3)).map((t) => () => stats.fisherExact(t)),
  chiSquareTest: fc.tuple(fc.oneof(table(2), table(3)), fc.boolean()).map(
    ([t, correct]) =>
      () =>
        stats.chiSquareTest(t, { correct }),
  ),
  cohenKappa: fc.tuple(fc.oneof(table(2), table(3)), fc.constantFrom('none', 'linear', 'quadratic')).map(
    ([t, weights]) =>
      () =>
        stats.cohenKappa(t, { weights: weights as stats.KappaWeights }),
  ),
  mcNemar: fc.tuple(count, count, fc.boolean()).map(
    ([a, b, correct]) =>
      () =>
        stats.mcNemar(a, b, { correct }),
  ),
  tTest: fc.tuple(samples, fc.boolean()).map(
    ([[a, b], equalVariances]) =>
      () =>
        stats.tTest(a!, b!, { equalVariances }),
  ),
  wilcoxonRankSum: fc.tuple(samples, fc.boolean()).map(
    ([[a, b], exact]) =>
      () =>
        stats.wilcoxonRankSum(a!, b!, { exact }),
  ),
  describe: counted.map((list) => () => list.map(stats.describe)),
  meanDifference: counted.map((list) => () => stats.meanDifference(list[0]!, list[1]!)),
  categoryDifference: fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 4 }).map(
    (levels) => () =>
      stats.categoryDifference(
        levels.map(([a]) => a),
        levels.map(([, b]) => b),
      ),
  ),
  kruskalWallis: samples.map((list) => () => stats.kruskalWallis(list)),
  oneWayAnova: fc.tuple(samples, fc.boolean()).map(
    ([list, equalVariances]) =>
      () =>
        stats.oneWayAnova(list, { equalVariances }),
  ),
  adjustPValues: fc
    .array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 6 })
    .map((p) => () => [stats.adjustPValues(p, 'holm'), stats.adjustPValues(p, 'benjamini-hochberg')]),
  logRankEvents: fc
    .tuple(fc.double({ min: 0.01, max: 10, noNaN: true }), fc.double({ min: 0.01, max: 0.99, noNaN: true }))
    .map(([hazardRatio, power]) => () => [
      stats.logRankEvents({ hazardRatio }, power),
      stats.logRankPower({ hazardRatio }, 50),
      stats.detectableHazardRatio({ events: 30 }, power),
    ]),
};
