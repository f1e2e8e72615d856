'use client';
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { type CohortInput } from '@/graphql/generated/graphql.ts';
import { useCohort } from '@/selection/use-cohort.ts';
import { codesOf } from './codes-of.ts';

/** The filters of *Data entry* that show patients of whom something is due. */
export const dueStates = { overdue: ['overdue'], due: ['overdue', 'due'] } as const;

const parsers = {
  from: parseAsStringLiteral(['selection', 'list', 'codes']).withDefault('selection'),
  // Of a list: part of a code, centres, and what is due.
  q: parseAsString.withDefault(''),
  centres: parseAsArrayOf(parseAsString).withDefault([]),
  due: parseAsStringLiteral(['overdue', 'due']),
};

export type WhomFrom = 'selection' | 'list' | 'codes';

/** Who is to be asked about, for the API. */
export interface Whom {
  readonly cohort: CohortInput | null;
  readonly due: readonly string[] | null;
  /** Null: those of the cohort. */
  readonly codes: readonly string[] | null;
}

/** Whom a question is about: a selection or a list, which are in the address, or codes, which are not. */
export function useWhom(codes: string) {
  const [address, setAddress] = useQueryStates(parsers);
  const { input } = useCohort();
  const { from, q, centres, due } = address;
  const whom: Whom =
    from === 'codes'
      ? { cohort: null, due: null, codes: codesOf(codes) }
      : from === 'list'
        ? { cohort: { centres, code: q.normalize('NFKC') || null }, due: due ? dueStates[due] : null, codes: null }
        : { cohort: input, due: null, codes: null };
  return { whom, address, setFrom: (next: WhomFrom) => void setAddress({ from: next }) };
}
