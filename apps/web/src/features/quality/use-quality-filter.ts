'use client';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { findingStates } from '@haim/schema';

const text = parseAsString.withDefault('');

/** `open`: new and known. */
export const stateChoices = ['open', ...findingStates, 'all'] as const;
export type StateChoice = (typeof stateChoices)[number];

const parsers = {
  rule: text,
  state: parseAsStringLiteral(stateChoices).withDefault('open'),
  centre: text,
  /** The last finding of the page before. */
  after: text,
};

/** Which rule and which of its findings are shown: in the address. */
export function useQualityFilter() {
  const [filter, setFilter] = useQueryStates(parsers, { history: 'push' });
  /** Another filter begins at its first finding. */
  const change = (next: Partial<Omit<typeof filter, 'after'>>) => void setFilter({ ...next, after: null });
  const turn = (after: string | null) => void setFilter({ after });
  return { filter, change, turn };
}

export function statesOf(choice: StateChoice) {
  if (choice === 'all') return null;
  return choice === 'open' ? (['new', 'known'] as const) : ([choice] as const);
}
