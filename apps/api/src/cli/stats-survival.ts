import {
  columnsOf,
  CompleteCases,
  type ConfType,
  coxConcordance,
  coxRegression,
  cumulativeIncidence,
  grayTest,
  hazardRatio,
  kaplanMeier,
  logRank,
  proportionalHazards,
  restrictedMean,
  survivalAt,
  type Table,
  type Term,
  type Ties,
} from '@haim/stats';
import { english, pText, type Report, type ReportTable } from './stats-report.ts';

export interface SurvivalOptions {
  readonly time: string;
  readonly event: string;
  readonly group?: string;
  readonly conf: ConfType;
  readonly confidence: number;
  readonly at?: readonly number[];
  readonly rmst?: number;
  readonly reverse?: boolean;
  readonly curve?: boolean;
}

/** Rows with their group; one group 'all' where there is no column of groups. */
function grouped(table: Table, columns: readonly string[], group: string | undefined) {
  const cases = new CompleteCases(table, [...columns, group]);
  const groups = group === undefined ? [{ label: 'all', members: cases.rows.map((_, i) => i) }] : cases.groups(group);
  return { cases, groups, counts: { nUsed: cases.rows.length, nDropped: cases.nDropped } };
}

function timesOf(cases: CompleteCases, { time, event }: { time: string; event: string }) {
  const [days, events] = [cases.numbers(time), cases.flags(event)];
  return (members: readonly number[]) => ({
    days: members.map((i) => days[i] ?? NaN),
    event: members.map((i) => events[i] ?? false),
  });
}

function limitsName(confidence: number): [string, string] {
  const percent = Number((100 * confidence).toPrecision(6));
  return [`lower ${percent}%`, `upper ${percent}%`];
}

export function kaplanMeierReport(table: Table, options: SurvivalOptions): Report {
  const { group, conf, confidence, reverse = false, at, rmst } = options;
  const { cases, groups, counts } = grouped(table, [options.time, options.event], group);
  const select = timesOf(cases, options);
  const curves = groups.map(({ label, members }) => ({
    label,
    curve: kaplanMeier(select(members), { confType: conf, confidence, reverse }),
  }));
  const name = group ?? 'group';
  const limits = limitsName(confidence);
  const tables: ReportTable[] = [
    {
      caption: 'Median, in the unit of the time column',
      columns: [name, 'n', 'events', 'median', ...limits],
      rows: curves.map(({ label, curve: { n, events, median } }) => [
        label,
        n,
        events,
        median.estimate,
        median.lower,
        median.upper,
      ]),
    },
  ];
  if (at) {
    tables.push({
      caption: 'Survival',
      columns: [name, 'time', 'at risk', 'survival', 'std error', ...limits],
      rows: curves.flatMap(({ label, curve }) =>
        at.map((day) => {
          const { atRisk, survival, stdErr, lower, upper } = survivalAt(curve, day);
          return [label, day, atRisk, survival, stdErr, lower, upper];
        }),
      ),
    });
  }
  if (rmst !== undefined) {
    tables.push({
      caption: `Restricted mean up to ${rmst}`,
      columns: [name, 'mean', 'std error', ...limits],
      rows: curves.map(({ label, curve }) => {
        const { estimate, stdErr, lower, upper } = restrictedMean(curve, rmst);
        return [label, estimate, stdErr, lower, upper];
      }),
    });
  }
  if (options.curve) {
    tables.push({
      caption: 'Curve',
      columns: [name, 'time', 'at risk', 'events', 'censored', 'survival', 'std error', ...limits],
      rows: curves.flatMap(({ label, curve: c }) =>
        c.days.map((day, i) => [
          label,
          day,
          ...[c.atRisk, c.nEvent, c.nCensor, c.survival, c.stdErr, c.lower, c.upper].map((column) => column[i]),
        ]),
      ),
    });
  }
  const warnings = curves.flatMap(({ label, curve }) =>
    curve.warnings.map((warning) => `${label}: ${english(warning)}`),
  );
  return { methods: curves.map(({ curve }) => english(curve.method)), ...counts, tables, warnings };
}

export interface LogRankOptions extends Pick<SurvivalOptions, 'time' | 'event' | 'confidence'> {
  readonly group: string;
  readonly rho: number;
}

export function logRankReport(table: Table, options: LogRankOptions): Report {
  const { group, rho, confidence } = options;
  const { cases, groups, counts } = grouped(table, [options.time, options.event], group);
  const select = timesOf(cases, options);
  const members = groups.map((one) => ({ label: one.label, times: select(one.members) }));
  const test = logRank(members, { rho });
  const [reference, comparison] = members;
  const estimators = ['cox', 'mantel-haenszel', 'log-rank'] as const;
  const ratios =
    members.length === 2 && reference && comparison && rho === 0
      ? estimators.map((estimator) => hazardRatio(reference.times, comparison.times, { estimator, confidence }))
      : [];
  const tables: ReportTable[] = [
    {
      columns: [group, 'n', 'observed', 'expected'],
      rows: test.groups.map((label, i) => [label, test.n[i], test.observed[i], test.expected[i]]),
    },
    { columns: ['chi-square', 'df', 'p'], rows: [[test.chiSquare, test.df, pText(test.pValue)]] },
  ];
  if (ratios.length > 0) {
    tables.push({
      caption: `Hazard ratio, ${comparison?.label} over ${reference?.label}`,
      columns: ['estimator', 'ratio', ...limitsName(confidence), 'p'],
      rows: ratios.map((one) => [english(one.method), one.hazardRatio, one.lower, one.upper, pText(one.pValue)]),
    });
  }
  return {
    methods: [english(test.method)],
    ...counts,
    tables,
    warnings: [...test.warnings, ...ratios.flatMap(({ warnings }) => warnings)].map(english),
  };
}

export interface CoxOptions extends Pick<SurvivalOptions, 'time' | 'event' | 'confidence'> {
  readonly terms: readonly Term[];
  readonly ties: Ties;
  readonly start?: string;
  readonly strata?: string;
  readonly weights?: string;
  readonly cluster?: string;
  readonly robust?: boolean;
}

export function coxReport(table: Table, options: CoxOptions): Report {
  const { terms, ties, start, strata, weights, cluster, confidence } = options;
  const used = [start, options.time, options.event, ...terms.map(({ column }) => column), strata, weights, cluster];
  const cases = new CompleteCases(table, used);
  const fit = coxRegression(
    {
      days: cases.numbers(options.time),
      event: cases.flags(options.event),
      covariates: columnsOf(cases, terms),
      ...(start !== undefined && { start: cases.numbers(start) }),
      ...(strata !== undefined && { strata: cases.texts(strata) }),
      ...(weights !== undefined && { weights: cases.numbers(weights) }),
      ...(cluster !== undefined && { cluster: cases.texts(cluster) }),
    },
    { ties, confidence, robust: options.robust === true },
  );
  const checks = fit.model && ties !== 'exact' ? proportionalHazards(fit.model) : null;
  const concordance = fit.model && coxConcordance(fit.model);
  const test = (name: string, one: typeof fit.wald) => [name, one.statistic, one.df, pText(one.pValue)];
  return {
    methods: [english(fit.method)],
    nUsed: fit.n,
    nDropped: cases.nDropped,
    tables: [
      {
        caption: `${fit.events} events`,
        columns: ['covariate', 'coefficient', 'std error', 'hazard ratio', ...limitsName(confidence), 'p'],
        rows: fit.coefficients.map((c) => [
          c.name,
          c.coefficient,
          c.robustStdErr ?? c.stdErr,
          c.hazardRatio,
          c.lower,
          c.upper,
          pText(c.pValue),
        ]),
      },
      {
        columns: ['test', 'chi-square', 'df', 'p'],
        rows: [
          test('likelihood ratio', fit.likelihoodRatio),
          test('Wald', fit.wald),
          test('score', fit.score),
          ...(checks?.tests.map((one) => test(`proportional hazards: ${one.term}`, one)) ?? []),
        ],
      },
      ...(concordance
        ? [{ columns: ['concordance', 'std error'], rows: [[concordance.concordance, concordance.stdErr]] }]
        : []),
    ],
    warnings: [...fit.warnings, ...(checks?.warnings ?? []), ...(concordance?.warnings ?? [])].map(english),
  };
}

export interface IncidenceOptions extends Pick<SurvivalOptions, 'time' | 'group' | 'confidence'> {
  /** 0 for censored, otherwise the number of the cause. */
  readonly status: string;
  readonly at: readonly number[];
}

export function cumulativeIncidenceReport(table: Table, options: IncidenceOptions): Report {
  const { time, status, group, confidence, at } = options;
  const { cases, groups, counts } = grouped(table, [time, status], group);
  const [days, cause] = [cases.numbers(time), cases.numbers(status)];
  const causes = [...new Set(cause)].filter((code) => code > 0).sort((a, b) => a - b);
  const inputs = groups.map(({ members }) => ({
    days: members.map((i) => days[i] ?? NaN),
    cause: members.map((i) => cause[i] ?? NaN),
  }));
  const results = inputs.map((input) => cumulativeIncidence(input, { causes, confidence }));
  const tests = groups.length > 1 ? causes.map((code) => grayTest(inputs, code)) : [];
  return {
    methods: [...results, ...tests].map(({ method }) => english(method)),
    ...counts,
    tables: [
      {
        columns: [group ?? 'group', 'cause', 'events', 'time', 'incidence', 'std error', ...limitsName(confidence)],
        rows: results.flatMap((result, g) =>
          result.curves.flatMap((curve) =>
            at.map((day) => {
              const i = result.days.findLastIndex((one) => one <= day);
              const columns = [curve.incidence, curve.stdErr, curve.lower, curve.upper];
              const values = i < 0 ? [0, 0, null, null] : columns.map((column) => column[i]);
              return [groups[g]?.label, curve.cause, curve.events, day, ...values];
            }),
          ),
        ),
      },
      ...(tests.length > 0
        ? [
            {
              caption: 'Equal incidence in the groups',
              columns: ['cause', 'chi-square', 'df', 'p'],
              rows: tests.map((one) => [one.cause, one.statistic, one.df, pText(one.pValue)]),
            },
          ]
        : []),
    ],
    warnings: [...results, ...tests].flatMap(({ warnings }) => warnings.map(english)),
  };
}
