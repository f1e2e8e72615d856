import { statement, type Statement } from '@haim/schema';
import { fUpperTail } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { checkSample, type Moments, moments, type Sample } from '../numerics/samples.ts';

export interface AnovaResult {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly groups: string[];
  readonly samples: Moments[];
  /** null, with the degrees of freedom and p, when the values do not vary within groups. */
  readonly f: number | null;
  readonly dfBetween: number | null;
  readonly dfWithin: number | null;
  readonly pValue: number | null;
}

/**
 * One-way analysis of variance of two or more samples; with two it is the t test, F = t².
 *
 * @param samples - at least two of finite values, listed or counted.
 * @param options - `equalVariances` (default true): Fisher's F; false: Welch's, which needs two values per sample.
 * @returns F with its degrees of freedom and p; null when the values do not vary within the groups.
 * @throws StatsInputError on fewer samples, an empty one, or a non-finite value.
 *
 * Source: Fisher 1925; Welch 1951.
 * Checked against: reference/two-by-two.R (oneway.test).
 */
export function oneWayAnova(
  samples: readonly Sample[],
  { equalVariances = true }: { equalVariances?: boolean } = {},
): AnovaResult {
  if (samples.length < 2) throw new StatsInputError('samples', 'needs at least two samples');
  samples.forEach(checkSample);
  const all = samples.map(({ values, counts }) => moments(values, counts));
  const method = statement(equalVariances ? 'anova' : 'anovaWelch');
  const named = { method, groups: samples.map(({ label }) => label), samples: all };
  const { f, dfWithin } = equalVariances ? classic(all) : welch(all);
  if (!Number.isFinite(f) || !(dfWithin > 0)) {
    const nothing = { f: null, dfBetween: null, dfWithin: null, pValue: null };
    return { ...named, warnings: [statement('noSpreadWithinGroups')], ...nothing };
  }
  const dfBetween = samples.length - 1;
  return { ...named, warnings: [], f, dfBetween, dfWithin, pValue: fUpperTail(f, dfBetween, dfWithin) };
}

function classic(samples: readonly Moments[]) {
  const n = samples.reduce((sum, { n }) => sum + n, 0);
  const mean = samples.reduce((sum, sample) => sum + sample.n * sample.mean, 0) / n;
  const between = samples.reduce((sum, sample) => sum + sample.n * (sample.mean - mean) ** 2, 0);
  const within = samples.reduce((sum, { n, standardDeviation }) => sum + (n - 1) * (standardDeviation ?? 0) ** 2, 0);
  const dfWithin = n - samples.length;
  return { f: between / (samples.length - 1) / (within / dfWithin), dfWithin };
}

function welch(samples: readonly Moments[]) {
  const k = samples.length;
  const weights = samples.map(({ n, standardDeviation }) => n / (standardDeviation ?? 0) ** 2);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = samples.reduce((sum, sample, i) => sum + (weights[i] as number) * sample.mean, 0) / total;
  const between = samples.reduce((sum, sample, i) => sum + (weights[i] as number) * (sample.mean - mean) ** 2, 0);
  const lost = samples.reduce((sum, { n }, i) => sum + (1 - (weights[i] as number) / total) ** 2 / (n - 1), 0);
  const lambda = lost / (k ** 2 - 1);
  return { f: between / (k - 1) / (1 + 2 * (k - 2) * lambda), dfWithin: 1 / (3 * lambda) };
}
