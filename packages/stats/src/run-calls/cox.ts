import { say } from '@haim/schema';
import { coxConcordance } from '../regression/concordance.ts';
import { type ChiSquareTest, coxRegression, type CoxModel, type CoxResult } from '../regression/cox.ts';
import { type Covariate } from '../regression/cox-design.ts';
import { type Ties } from '../regression/cox-likelihood.ts';
import { baselineHazard } from '../regression/cox-residuals.ts';
import { factorColumns } from '../regression/model-terms.ts';
import { proportionalHazards, type TimeTransform } from '../regression/proportional-hazards.ts';
import { type Arguments } from './arguments.ts';
import { CompleteCases, type Table, type Term } from './table.ts';

/**
 * Covariate columns of a call's terms.
 *
 * @param cases - the rows with a value in every column the terms name.
 * @param terms - columns, each numeric or a factor with its levels (the first is the reference).
 * @returns one column per numeric term, levels - 1 per factor, each [n] finite.
 * @throws StatsInputError on a cell that is not a number, an unknown level or a single one.
 *
 * Source: treatment coding, R's model.matrix.
 * Checked against: the factor terms of reference/goldens/cox_lung.json.
 */
export function columnsOf(cases: CompleteCases, terms: readonly Term[]): Covariate[] {
  return terms.flatMap(({ column, type, levels }) =>
    type === 'factor'
      ? factorColumns(column, cases.texts(column), cases.levels(column, levels))
      : [{ name: column, values: cases.numbers(column) }],
  );
}

/** Cox regression with the extras that the call requests. */
export function runCox(table: Table, args: Arguments) {
  const [time, event, terms] = [args.text('time'), args.text('event'), args.terms('terms')];
  const strata = args.optionalTexts('strata');
  const [weights, cluster] = [args.optionalText('weights'), args.optionalText('cluster')];
  const start = args.optionalText('start');
  const [wantsZph, wantsBaseline] = [args.flag('zph'), args.flag('baseline')];
  const used = [start, time, event, ...terms.map(({ column }) => column), ...(strata ?? []), weights, cluster];
  const cases = new CompleteCases(table, used);
  const ties = (args.optionalText('ties') ?? 'efron') as Ties;
  const crossed = strata && crossedStrata(cases, strata);
  const result = coxRegression(
    {
      days: cases.numbers(time),
      ...(start !== undefined && { start: cases.numbers(start) }),
      event: cases.flags(event),
      covariates: columnsOf(cases, terms),
      ...(crossed && { strata: crossed.codes }),
      ...(weights !== undefined && { weights: cases.numbers(weights) }),
      ...(cluster !== undefined && { cluster: cases.texts(cluster) }),
    },
    { ties, robust: args.flag('robust') },
  );
  return {
    nUsed: result.n,
    nDropped: cases.nDropped,
    ...coxRow(result),
    ...(result.model && wantsZph && { zph_km: zph(result.model, 'km'), zph_identity: zph(result.model, 'identity') }),
    ...(result.model && wantsBaseline && { baseline: baselineRow(result.model, crossed?.labels) }),
    warnings: result.warnings.map((warning) => say(warning, 'en')),
  };
}

const NO_PAIRS = {
  concordant: 0,
  discordant: 0,
  tiedRisk: 0,
  tiedTime: 0,
  tiedBoth: 0,
  concordance: null,
  stdErr: null,
} as const;

function coxRow(result: CoxResult) {
  const concordance = result.model ? coxConcordance(result.model) : NO_PAIRS;
  const infinite = result.warnings.some(({ code }) => code === 'coefficientsInfinite');
  return {
    events: result.events,
    ties: result.ties,
    coefficients: result.coefficients.map((c) => ({
      name: c.name,
      coef: c.coefficient,
      se: c.stdErr ?? (infinite ? null : 0),
      ...(c.robustStdErr !== null && { robustSe: c.robustStdErr }),
      hr: c.hazardRatio,
      lower: c.lower,
      upper: c.upper,
      z: c.z,
      p: c.pValue,
    })),
    vcov: result.model === null ? result.coefficients.map(() => result.coefficients.map(() => 0)) : result.covariance,
    logLik: result.logLikelihood,
    lr: test(result.likelihoodRatio),
    wald: test(result.wald),
    score: test(result.score),
    ...(result.robustScore && { robustScore: test(result.robustScore) }),
    concordance: {
      concordant: concordance.concordant,
      discordant: concordance.discordant,
      tiedX: concordance.tiedRisk,
      tiedY: concordance.tiedTime,
      tiedXY: concordance.tiedBoth,
      c: concordance.concordance,
      se: concordance.stdErr,
    },
  };
}

/** R writes 0 on 0 degrees of freedom, p 1, where nothing is estimable. */
function test({ statistic, df, pValue }: ChiSquareTest) {
  return { stat: statistic ?? 0, df: df ?? 0, p: pValue ?? 1 };
}

function zph(model: CoxModel, transform: TimeTransform) {
  return proportionalHazards(model, transform).tests.map(({ term, statistic, df, pValue }) => ({
    term,
    chisq: statistic,
    df,
    p: pValue,
  }));
}

function baselineRow(model: CoxModel, labels: readonly string[] | undefined) {
  const { days, cumulativeHazard, strata } = baselineHazard(model);
  return { time: days, cumHaz: cumulativeHazard, strata: labels ? strata.map((code) => labels[Number(code)]) : strata };
}

/** Strata of several columns, numbered as R's interaction() does: the first column's levels run fastest. */
function crossedStrata(cases: CompleteCases, columns: readonly string[]): { codes: number[]; labels: string[] } {
  let labels = [''];
  let codes = cases.rows.map(() => 0);
  columns.forEach((column, k) => {
    const levels = cases.levels(column);
    const place = new Map(levels.map((level, i) => [level, i]));
    const cells = cases.texts(column);
    const width = labels.length;
    codes = codes.map((code, i) => code + width * (place.get(cells[i] ?? '') ?? 0));
    labels = levels.flatMap((level) => labels.map((before) => (k === 0 ? level : `${before}.${level}`)));
  });
  return { codes, labels };
}
