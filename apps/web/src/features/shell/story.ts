import { studyPath } from '@/session/study-path.ts';

export interface Stop {
  readonly page: 'progress' | 'tables' | 'survival' | 'safety';
  readonly query: Readonly<Record<string, string>>;
  /** Whether the first figure or the first table of the page is shown. */
  readonly frame: 'figure' | 'table';
}

/** What a presentation goes through: who was included, who they are, how long they live, how tumours respond, what it costs. */
export const story: readonly Stop[] = [
  { page: 'progress', query: {}, frame: 'figure' },
  { page: 'tables', query: { table: 'baseline' }, frame: 'table' },
  { page: 'survival', query: { ep: 'OS' }, frame: 'figure' },
  { page: 'survival', query: { ep: 'PFS' }, frame: 'figure' },
  { page: 'tables', query: { table: 'response' }, frame: 'table' },
  { page: 'safety', query: {}, frame: 'figure' },
];

/** Which stop an address names, from 1; null for an address that presents nothing. */
export function stopOf(present: string | null): number | null {
  const number = Number(present);
  if (present === null || !Number.isInteger(number)) return null;
  return number >= 1 && number <= story.length ? number : null;
}

/** The stop that a key leads to; null for a key that leads nowhere. */
export function stopAfter(stop: number, key: string): number | null {
  const next = {
    ...{ ArrowRight: stop + 1, PageDown: stop + 1, ' ': stop + 1 },
    ...{ ArrowLeft: stop - 1, PageUp: stop - 1, Home: 1, End: story.length },
  }[key];
  return next === undefined || next < 1 || next > story.length || next === stop ? null : next;
}

/** The address of a stop, of the patients that are selected. Progress is always of everybody. */
export function addressOfStop(study: string, number: number, given: URLSearchParams): string {
  const stop = story[number - 1] ?? story[0];
  if (!stop) return studyPath(study);
  const carried = stop.page === 'progress' ? [] : ['f', 'snapshot'];
  const kept = carried.flatMap((name) => {
    const value = given.get(name);
    return value ? [[name, value]] : [];
  });
  const query = new URLSearchParams({ ...stop.query, ...Object.fromEntries(kept), present: String(number) });
  return `${studyPath(study, stop.page)}?${query}`;
}

/** The same page without being presented. */
export function addressOfPage(pathname: string, given: URLSearchParams): string {
  const rest = new URLSearchParams(given);
  rest.delete('present');
  return rest.size > 0 ? `${pathname}?${rest}` : pathname;
}
