import {
  chiSquareTest,
  columnsOf,
  CompleteCases,
  delongPaired,
  fisherExact,
  kruskalWallis,
  logisticRegression,
  roc,
  type Sample,
  type ScoreDirection,
  type Table,
  type Term,
  tTest,
  wilcoxonRankSum,
} from '@haim/stats';
import { SettingsError } from '../settings.ts';
import { english, pText, type Report } from './stats-report.ts';

const countsOf = (cases: CompleteCases) => ({ nUsed: cases.rows.length, nDropped: cases.nDropped });

export interface ScoreOptions {
  readonly outcome: string;
  readonly score: string;
  readonly against?: string;
  readonly lowerIsPositive?: boolean;
}

/** ROC curve of one score, or the paired test of two. */
export function rocReport(table: Table, { outcome, score, against, lowerIsPositive }: ScoreOptions): Report {
  const cases = new CompleteCases(table, [outcome, score, against]);
  const direction: ScoreDirection = lowerIsPositive ? 'lower-is-positive' : 'higher-is-positive';
  const positive = cases.flags(outcome);
  const names = against === undefined ? [score] : [score, against];
  const curves = names.map((name) => ({ name, curve: roc(cases.numbers(name), positive, { direction }) }));
  const test =
    against === undefined ? null : delongPaired(cases.numbers(score), cases.numbers(against), positive, { direction });
  return {
    methods: [...curves.map(({ curve }) => curve.method), ...(test ? [test.method] : [])].map(english),
    ...countsOf(cases),
    tables: [
      {
        columns: ['score', 'positive', 'negative', 'AUC', 'std error', 'lower 95%', 'upper 95%'],
        rows: curves.map(({ name, curve: c }) => [
          name,
          c.nPositive,
          c.nNegative,
          c.auc,
          c.aucStdErr,
          c.aucLower,
          c.aucUpper,
        ]),
      },
      {
        caption: 'Largest sensitivity + specificity (chosen on these rows, so it flatters)',
        columns: ['score', 'threshold', 'sensitivity', 'specificity'],
        rows: curves.flatMap(({ name, curve }) =>
          curve.youden.map((point) => [name, point.threshold, point.sensitivity, point.specificity]),
        ),
      },
      ...(test
        ? [
            {
              caption: `Difference of the areas, ${score} minus ${against}`,
              columns: ['difference', 'lower 95%', 'upper 95%', 'z', 'p'],
              rows: [[test.difference, test.lower, test.upper, test.statistic, pText(test.pValue)]],
            },
          ]
        : []),
    ],
    warnings: [...curves.flatMap(({ curve }) => curve.warnings), ...(test?.warnings ?? [])].map(english),
  };
}

export interface LogisticOptions {
  readonly outcome: string;
  readonly terms: readonly Term[];
}

export function logisticReport(table: Table, { outcome, terms }: LogisticOptions): Report {
  const cases = new CompleteCases(table, [outcome, ...terms.map(({ column }) => column)]);
  const fit = logisticRegression(cases.flags(outcome), columnsOf(cases, terms));
  return {
    methods: [english(fit.method)],
    ...countsOf(cases),
    tables: [
      {
        caption: `${fit.events} events; limits by Wald and by profile likelihood`,
        columns: [
          '',
          'coefficient',
          'std error',
          'odds ratio',
          'lower 95%',
          'upper 95%',
          'profile lower',
          'profile upper',
          'p',
        ],
        rows: fit.coefficients.map((c) => [
          c.name,
          c.coefficient,
          c.stdErr,
          c.oddsRatio,
          c.lower,
          c.upper,
          c.profileLower,
          c.profileUpper,
          pText(c.pValue),
        ]),
      },
      {
        columns: ['likelihood ratio of', 'chi-square', 'df', 'p'],
        rows: [...fit.termTests, { term: 'the model', ...fit.likelihoodRatio }].map((test) => [
          test.term,
          test.statistic,
          test.df,
          pText(test.pValue),
        ]),
      },
    ],
    warnings: fit.warnings.map(english),
  };
}

export interface TableOptions {
  readonly row: string;
  readonly column: string;
}

/** Fisher's exact test and the chi-square test of two columns. */
export function tableReport(table: Table, { row, column }: TableOptions): Report {
  const cases = new CompleteCases(table, [row, column]);
  const cells = cases.texts(column);
  const levels = cases.levels(column);
  const rows = cases.groups(row);
  const counts = rows.map(({ members }) => levels.map((level) => members.filter((i) => cells[i] === level).length));
  const [exact, chi] = [fisherExact(counts), chiSquareTest(counts)];
  const isTwoByTwo = rows.length === 2 && levels.length === 2;
  return {
    methods: [exact.method, chi.method].map(english),
    ...countsOf(cases),
    tables: [
      {
        columns: [`${row} by ${column}`, ...levels],
        rows: rows.map(({ label }, i) => [label, ...(counts[i] ?? [])]),
      },
      {
        columns: ['test', 'chi-square', 'df', 'p'],
        rows: [
          ['Fisher', null, null, pText(exact.pValue)],
          ['chi-square', chi.statistic, chi.df, pText(chi.pValue)],
        ],
      },
      ...(isTwoByTwo
        ? [
            {
              caption: 'Conditional odds ratio',
              columns: ['odds ratio', 'lower 95%', 'upper 95%'],
              rows: [[exact.oddsRatio, exact.lower, exact.upper]],
            },
          ]
        : []),
    ],
    warnings: [...exact.warnings, ...chi.warnings].map(english),
  };
}

export interface CompareOptions {
  readonly value: string;
  readonly group: string;
}

/** A quantity between groups: Welch's t and the rank sum test for two of them, Kruskal-Wallis for more. */
export function compareReport(table: Table, { value, group }: CompareOptions): Report {
  const cases = new CompleteCases(table, [value, group]);
  const values = cases.numbers(value);
  const samples = cases.groups(group).map(({ label, members }): Sample & { values: number[] } => ({
    label,
    values: members.map((i) => values[i] ?? NaN),
  }));
  const [first, second, third] = samples;
  if (first === undefined || second === undefined)
    throw new SettingsError(`the column ${group} needs at least two groups`);
  const pair = third === undefined ? { t: tTest(first, second), rank: wilcoxonRankSum(first, second) } : null;
  const all = pair ? null : kruskalWallis(samples);
  const tests = pair ? [pair.t, pair.rank] : all ? [all] : [];
  return {
    methods: tests.map(({ method }) => english(method)),
    ...countsOf(cases),
    tables: [
      {
        columns: [group, 'n', 'mean', 'median', 'least', 'greatest'],
        rows: samples.map(({ label, values: own }) => [label, own.length, mean(own), median(own), ...range(own)]),
      },
      {
        columns: ['test', 'statistic', 'df', 'p'],
        rows: [
          ...(pair ? [['t', pair.t.t, pair.t.df, pText(pair.t.pValue)]] : []),
          ...(pair ? [['rank sum', pair.rank.w, null, pText(pair.rank.pValue)]] : []),
          ...(all ? [['Kruskal-Wallis', all.statistic, all.df, pText(all.pValue)]] : []),
        ],
      },
      ...(pair
        ? [
            {
              caption: `Difference of the means, ${first.label} minus ${second.label}`,
              columns: ['difference', 'lower 95%', 'upper 95%'],
              rows: [[pair.t.difference, pair.t.lower, pair.t.upper]],
            },
          ]
        : []),
    ],
    warnings: tests.flatMap(({ warnings }) => warnings.map(english)),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

function range(values: readonly number[]): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}
