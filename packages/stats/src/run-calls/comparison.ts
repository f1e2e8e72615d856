import { chiSquareTest } from '../comparison/chi-square.ts';
import { fisherExact } from '../comparison/fisher-exact.ts';
import { kruskalWallis } from '../comparison/kruskal-wallis.ts';
import { type Sample } from '../numerics/samples.ts';
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
