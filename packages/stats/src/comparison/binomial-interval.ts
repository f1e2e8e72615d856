import { statement, type Statement } from '@haim/schema';
import { betaQuantile, checkConfidence } from '../numerics/distributions.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { scoreLimits } from './score-limits.ts';

/**
 * - `wilson`: score interval; R's prop.test(correct = FALSE).
 * - `wilson-corrected`: with continuity correction; prop.test(correct = TRUE).
 * - `clopper-pearson`: exact; binom.test. Covers at least as often as stated, so it is wider.
 */
export type BinomialMethod = 'wilson' | 'wilson-corrected' | 'clopper-pearson';

export interface BinomialInterval {
  readonly method: Statement;
  readonly warnings: Statement[];
  readonly successes: number;
  readonly n: number;
  /** successes / n; null, with the limits, when n is 0. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

const METHODS: readonly BinomialMethod[] = ['wilson', 'wilson-corrected', 'clopper-pearson'];

/**
 * Confidence interval of a proportion.
 *
 * @param successes - whole number, 0 to n.
 * @param n - whole number of trials; patients not evaluable stay in it.
 * @param options - `method`, default 'wilson'; `confidence` in (0, 1), default 0.95.
 * @returns estimate and limits in [0, 1]; null when n is 0.
 * @throws StatsInputError when the counts are not whole, or successes is outside 0 to n.
 *
 * Source: Wilson 1927; Newcombe 1998 (corrected form); Clopper & Pearson 1934.
 * Checked against: reference/goldens/binomci_inline.json (prop.test, binom.test).
 */
export function binomialInterval(
  successes: number,
  n: number,
  { method = 'wilson', confidence = 0.95 }: { method?: BinomialMethod; confidence?: number } = {},
): BinomialInterval {
  if (!Number.isSafeInteger(n) || n < 0) throw new StatsInputError('n', `must be a whole number, not ${n}`);
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > n) {
    throw new StatsInputError('successes', `must be a whole number from 0 to ${n}, not ${successes}`);
  }
  if (!METHODS.includes(method)) throw new StatsInputError('method', `is unknown: ${String(method)}`);
  checkConfidence(confidence);
  const named = { method: statement('binomialInterval', { method }), successes, n };
  if (n === 0) return { ...named, warnings: [statement('noTrials')], estimate: null, lower: null, upper: null };
  const [lower, upper] = limits(successes, n, method, confidence);
  return { ...named, warnings: [], estimate: successes / n, lower, upper };
}

function limits(x: number, n: number, method: BinomialMethod, confidence: number): [number, number] {
  if (method === 'clopper-pearson') {
    const tail = (1 - confidence) / 2;
    return [x === 0 ? 0 : betaQuantile(tail, x, n - x + 1), x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x)];
  }
  return scoreLimits(x, n, { confidence, isCorrected: method === 'wilson-corrected' });
}
