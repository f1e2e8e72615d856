'use client';
import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { queryStates } from '@haim/schema';
import { type DataQueryFilter } from '@/graphql/generated/graphql.ts';

const text = parseAsString.withDefault('');

/** `waiting`: open and answered. */
export const stateChoices = ['waiting', ...queryStates, 'all'] as const;

const parsers = {
  state: parseAsStringLiteral(stateChoices).withDefault('waiting'),
  form: text,
  centre: text,
  mine: parseAsBoolean.withDefault(false),
  /** The last query of the page before. */
  after: text,
};

export type QueryFilterState = ReturnType<typeof useQueryFilter>['state'];

/** The filters of the list, which are in its address. */
export function useQueryFilter() {
  const [state, setState] = useQueryStates(parsers, { history: 'push' });
  /** Another filter begins at its newest query. */
  const change = (next: Partial<Omit<typeof state, 'after'>>) => void setState({ ...next, after: null });
  const turn = (after: string | null) => void setState({ after });
  return { state, change, turn };
}

export function toFilter({ state, form, centre, mine }: QueryFilterState): DataQueryFilter {
  const states = state === 'all' ? null : state === 'waiting' ? (['open', 'answered'] as const) : [state];
  return { states: states && [...states], form: form || null, centre: centre || null, mine };
}
