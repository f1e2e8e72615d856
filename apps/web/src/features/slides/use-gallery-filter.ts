'use client';
import { debounce, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { agreements, type GalleryFilter, orders, runStates, slideSets } from './gallery-filter.ts';

const parsers = {
  q: parseAsString.withDefault(''),
  centre: parseAsString,
  set: parseAsStringLiteral(slideSets),
  state: parseAsStringLiteral(runStates).withDefault('any'),
  agreement: parseAsStringLiteral(agreements).withDefault('any'),
  order: parseAsStringLiteral(orders).withDefault('code'),
};

/** Which part of the gallery is shown and in which order, kept in its address. */
export function useGalleryFilter() {
  const [{ q, ...others }, change] = useQueryStates(parsers, { history: 'push' });
  const filter: GalleryFilter = { search: q, ...others };
  return {
    filter,
    isFiltered: q.trim() !== '' || [others.centre, others.set].some(Boolean) || others.state !== 'any' || others.agreement !== 'any', // prettier-ignore
    set: (next: Partial<Omit<GalleryFilter, 'search'>>): void => void change(next),
    /** Updated letter by letter, but one step in the history. */
    search: (next: string): void =>
      void change({ q: next }, { history: 'replace', limitUrlUpdates: debounce(next === '' ? 0 : 250) }),
    clear: (): void => void change({ q: null, centre: null, set: null, state: null, agreement: null }),
  };
}
