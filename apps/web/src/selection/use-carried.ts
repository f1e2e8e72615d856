'use client';
import { parseAsString, useQueryStates } from 'nuqs';

/** The selection, the snapshot, and of which centres numbers are. */
const kept = { f: parseAsString, snapshot: parseAsString, of: parseAsString };

/**
 * The query of a link that takes what was chosen along, after what else it asks for; nothing, or with its `?`. What is
 * chosen stands in the address a moment later only, so a link asks the state of the page: who clicks at once goes on with
 * the new selection.
 */
export function useCarried(): (names: readonly (keyof typeof kept)[], others?: Record<string, string>) => string {
  const [chosen] = useQueryStates(kept);
  return (names, others) => {
    const query = new URLSearchParams(others);
    for (const name of names) if (chosen[name]) query.set(name, chosen[name]);
    return query.size > 0 ? `?${query}` : '';
  };
}
