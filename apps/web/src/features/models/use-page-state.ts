'use client';
import { parseAsArrayOf, parseAsFloat, parseAsString, parseAsStringLiteral, throttle, useQueryStates } from 'nuqs';
import { sets } from './evaluation.ts';

const parsers = {
  source: parseAsString,
  set: parseAsStringLiteral(sets).withDefault('entire'),
  thr: parseAsFloat,
  cov: parseAsArrayOf(parseAsString),
};

/** What the models page shows, kept in its address, so that a link opens the same view. */
export function usePageState() {
  const [{ source, set, thr, cov }, change] = useQueryStates(parsers, {
    history: 'replace',
    limitUrlUpdates: throttle(150),
  });
  return {
    source,
    set,
    /** Null: the source's own threshold. */
    threshold: thr === null || !(thr >= 0 && thr <= 1) ? null : thr,
    /** Of the clinical model; null: the usual ones. */
    covariates: cov,
    chooseCovariates: (names: readonly string[]): void => void change({ cov: [...names] }),
    /** Another source has another threshold, so the one in the address goes. */
    chooseSource: (next: string): void => void change({ source: next, thr: null }, { history: 'push' }),
    chooseSet: (next: (typeof sets)[number]): void => void change({ set: next }, { history: 'push' }),
    chooseThreshold: (next: number | null): void =>
      void change({ thr: next === null ? null : Math.min(1, Math.max(0, Number(next.toFixed(6)))) }),
  };
}
