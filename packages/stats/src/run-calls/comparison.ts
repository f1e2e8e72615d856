import { chiSquareTest } from '../comparison/chi-square.ts';
import { compareRisks } from '../comparison/risk-comparison.ts';
import { describe } from '../comparison/describe.ts';
import { fisherExact } from '../comparison/fisher-exact.ts';
import { kruskalWallis } from '../comparison/kruskal-wallis.ts';
import { type Sample } from '../numerics/samples.ts';
import { oneWayAnova } from '../comparison/one-way-anova.ts';
import { categoryDifference, meanDifference } from '../comparison/standardized-difference.ts';
import { tTest } from '../comparison/t-test.ts';
import { wilcoxonRankSum } from '../comparison/wilcoxon.ts';
import { type Arguments } from './arguments.ts';
import { CompleteCases, type Table } from './table.ts';

/** The call's own table, or the cross table of two columns. */
function crossTable(table: Table, args: Arguments): number[][] {
  const given = args.counts('table');
  if (given !== undefined) return given;
  const [row, column] = [args.text('row'), args.text('col')];
  const cases = new CompleteCases(table, [row, column]);
  const columnCells = cases.texts(column);
  const columnLevels = cases.levels(column);
  return cases
    .groups(row)
    .map(({ members }) => columnLevels.map((level) => members.filter((i) => columnCells[i] === level).length));
}

/** The counts of a cross table alone. */
export function runCrossTable(table: Table, args: Arguments) {
  return { table: crossTable(table, args) };
}

/** Fisher's exact test. */
export function runFisher(table: Table, args: Arguments) {
  const counts = crossTable(table, args);
  const { pValue, oddsRatio, lower, upper, pLess, pGreater } = fisherExact(counts);
  const isTwoByTwo = counts.length === 2 && counts[0]?.length === 2;
  // R writes 0 if the margins allow only one table, for which any ratio is possible.
  return { table: counts, p: pValue, ...(isTwoByTwo && { oddsRatio: oddsRatio ?? 0, lower, upper, pLess, pGreater }) };
}

/** Pearson's chi-square test. */
export function runChiSquare(table: Table, args: Arguments) {
  const counts = crossTable(table, args);
  const { statistic, df, pValue, expected } = chiSquareTest(counts, { correct: args.flag('correct') });
  return { table: counts, stat: statistic, df, p: pValue, expected };
}

function samplesOf(table: Table, args: Arguments): Sample[] {
  const [value, group] = [args.text('value'), args.text('group')];
  const cases = new CompleteCases(table, [value, group]);
  const values = cases.numbers(value);
  return cases
    .groups(group, args.optionalTexts('levels'))
    .map(({ label, members }) => ({ label, values: members.map((i) => values[i] ?? NaN) }));
}

function firstTwo(samples: readonly Sample[]): [Sample, Sample] {
  const none: Sample = { label: 'group', values: [] };
  return [samples[0] ?? none, samples[1] ?? none];
}

/** Two-sample t test. */
export function runTTest(table: Table, args: Arguments) {
  const r = tTest(...firstTwo(samplesOf(table, args)), { equalVariances: args.flag('varEqual') });
  return {
    groups: r.groups,
    n: r.samples.map(({ n }) => n),
    mean: r.samples.map(({ mean }) => mean),
    sd: r.samples.map(({ standardDeviation }) => standardDeviation),
    t: r.t,
    df: r.df,
    p: r.pValue,
    diff: r.difference,
    lower: r.lower,
    upper: r.upper,
  };
}

/** Wilcoxon rank sum test. */
export function runWilcoxon(table: Table, args: Arguments) {
  const options = { exact: args.flag('exact'), correct: args.flag('correct') };
  const r = wilcoxonRankSum(...firstTwo(samplesOf(table, args)), options);
  return { groups: r.groups, n: r.n, median: r.medians, w: r.w, p: r.pValue, ties: r.hasTies };
}

/** Kruskal-Wallis test. */
export function runKruskalWallis(table: Table, args: Arguments) {
  const r = kruskalWallis(samplesOf(table, args));
  return { groups: r.groups, n: r.n, stat: r.statistic, df: r.df, p: r.pValue };
}

/** Size, mean, standard deviation and quartiles of each group, with `total` of all of them together as the last. */
export function runDescribe(table: Table, args: Arguments) {
  const samples = samplesOf(table, args);
  const together: Sample = { label: 'total', values: samples.flatMap(({ values }) => Array.from(values)) };
  const all = (args.flag('total') ? [...samples, together] : samples).map(describe);
  return {
    groups: samples.map(({ label }) => label),
    n: all.map(({ n }) => n),
    mean: all.map(({ mean }) => mean),
    sd: all.map(({ standardDeviation }) => standardDeviation),
    lowerQuartile: all.map(({ lowerQuartile }) => lowerQuartile),
    median: all.map(({ median }) => median),
    upperQuartile: all.map(({ upperQuartile }) => upperQuartile),
  };
}

/** One-way analysis of variance. */
export function runAnova(table: Table, args: Arguments) {
  const r = oneWayAnova(samplesOf(table, args), { equalVariances: args.flag('varEqual') });
  return { groups: r.groups, f: r.f, p: r.pValue };
}

/** Risk difference of two proportions, x1 of n1 against x0 of n0. */
export function runRiskDifference(_table: Table, args: Arguments) {
  const [x0, n0, x1, n1] = [args.number('x0'), args.number('n0'), args.number('x1'), args.number('n1')];
  const { estimate, lower, upper } = compareRisks({ successes: x0, n: n0 }, { successes: x1, n: n1 }).riskDifference;
  return { difference: estimate, lower, upper };
}

/** The standardised difference of two groups, of more the largest of all pairs: of a quantity `value`, or a category `row`. */
export function runStandardizedDifference(table: Table, args: Arguments) {
  const pairs = args.optionalText('value') === undefined ? ofCategory(table, args) : ofQuantity(table, args);
  const known = pairs.filter((difference) => difference !== null);
  return { difference: known.length > 0 ? Math.max(...known) : null };
}

function ofQuantity(table: Table, args: Arguments): (number | null)[] {
  return pairsOf(samplesOf(table, args)).map(([a, b]) => meanDifference(a, b).difference);
}

function ofCategory(table: Table, args: Arguments): (number | null)[] {
  const [row, group] = [args.text('row'), args.text('group')];
  const cases = new CompleteCases(table, [row, group]);
  const [cells, levels] = [cases.texts(row), cases.levels(row)];
  const counts = cases
    .groups(group, args.optionalTexts('levels'))
    .map(({ members }) => levels.map((level) => members.filter((i) => cells[i] === level).length));
  return pairsOf(counts).map(([a, b]) => categoryDifference(a, b).difference);
}

function pairsOf<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((a, i) => all.slice(i + 1).map((b): [T, T] => [a, b]));
}
