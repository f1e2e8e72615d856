'use client';
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { dueStates } from '@haim/schema';
import { type DueItemsFilter } from '@/graphql/generated/graphql.ts';

const text = parseAsString.withDefault('');

/** `waiting`: overdue and due. */
export const stateChoices = ['waiting', ...dueStates, 'all'] as const;

const parsers = {
  state: parseAsStringLiteral(stateChoices).withDefault('waiting'),
  form: text,
  centre: text,
  /** Days that a visit must be overdue. */
  by: parseAsInteger.withDefault(0),
  q: text,
};

export type DueFilterState = ReturnType<typeof useDueFilter>['state'];

/** The filters of the list, which are in its address. */
export function useDueFilter() {
  const [state, setState] = useQueryStates(parsers, { history: 'replace' });
  return { state, change: (next: Partial<typeof state>) => void setState(next) };
}

export function toDueFilter({ state, form, centre, by, q }: DueFilterState): DueItemsFilter {
  return {
    ...(state === 'waiting' ? {} : { states: state === 'all' ? [...dueStates] : [state] }),
    ...(form ? { forms: [form] } : {}),
    ...(centre ? { centres: [centre] } : {}),
    ...(by > 0 ? { overdueBy: by } : {}),
    ...(q.trim() ? { code: q.trim().normalize('NFKC') } : {}),
  };
}
