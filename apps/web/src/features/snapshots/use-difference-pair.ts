'use client';
import { parseAsString, useQueryStates } from 'nuqs';

export interface Pair {
  readonly from: string | null;
  /** null: the data of now. */
  readonly to: string | null;
}

/** What is compared with what, in the address, so that a link shows the same. */
export function useDifferencePair(): { readonly pair: Pair; readonly compare: (pair: Pair) => void } {
  const [pair, setPair] = useQueryStates({ from: parseAsString, to: parseAsString }, { history: 'push' });
  return { pair, compare: (next) => void setPair(next) };
}
