import { statement, type Statement } from '@haim/schema';
import { binomialInterval, type BinomialMethod } from '@haim/stats';

/** k of n with its interval, exact: no bound. */
export interface ExactProportion {
  readonly numerator: number;
  readonly denominator: number;
  readonly atMost: false;
  /** null, with the limits, where n is 0. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly method: Statement;
}

/** k of n with its interval; null where n is 0. */
export function proportion(numerator: number, denominator: number, by: BinomialMethod = 'wilson'): ExactProportion {
  const counts = { numerator, denominator, atMost: false as const };
  if (denominator === 0) {
    return { ...counts, value: null, lower: null, upper: null, method: statement('nobodyCounted') };
  }
  const { estimate, lower, upper, method } = binomialInterval(numerator, denominator, { method: by });
  return { ...counts, value: estimate, lower, upper, method };
}
