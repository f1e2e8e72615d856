import { type DayCounts, type DisclosureRule, midpointOf } from '@haim/schema';

export type TimesRule = Pick<DisclosureRule, 'smallestCell' | 'roundTo' | 'minimumAtRisk' | 'gridMonths'>;

/** The middle of the class of this width that a cumulative number is in; 0 stays 0. */
export function midpoint(n: number, width: number): number {
  return n === 0 ? 0 : Math.ceil(n / width) * width - Math.floor(width / 2);
}

/** Patients, and those of them with an event. */
function sizeOf({ days, events, censored }: DayCounts): { readonly n: number; readonly events: number } {
  let [n, sum] = [0, 0];
  for (let i = 0; i < days.length; i++) {
    sum += events[i] ?? 0;
    n += (events[i] ?? 0) + (censored[i] ?? 0);
  }
  return { n, events: sum };
}

/** Whether other centres contribute too few patients or events for a curve. */
export function isTooFew(foreign: DayCounts, rule: TimesRule): boolean {
  const { n, events } = sizeOf(foreign);
  return n < rule.minimumAtRisk || events <= rule.smallestCell;
}

/**
 * Times of a group as they may leave: on the days of the grid, each time at the first that is not before it; the numbers
 * of events and of censorings up to each of them as midpoints; and no further than so many remain. Whoever is left there is
 * censored on the last day, whatever happened afterwards. All estimates are made of these numbers.
 *
 * @param monthDays - days of a month of the study.
 */
export function protectTimes({ days, events, censored }: DayCounts, rule: TimesRule, monthDays: number): DayCounts {
  const step = rule.gridMonths * monthDays;
  const last = Array.from(days).reduce((most, day) => Math.max(most, placeOf(day, step)), 1);
  const [eventsAt, censoredAt] = [new Float64Array(last + 1), new Float64Array(last + 1)];
  for (let i = 0; i < days.length; i++) {
    const place = placeOf(days[i] ?? 0, step);
    eventsAt[place] = (eventsAt[place] ?? 0) + (events[i] ?? 0);
    censoredAt[place] = (censoredAt[place] ?? 0) + (censored[i] ?? 0);
  }
  const width = midpointOf(rule);
  const [e, c] = [increments(eventsAt, width), increments(censoredAt, width)];
  const n = total(e) + total(c);
  const shown: { day: number; events: number; censored: number }[] = [];
  let atRisk = n;
  for (let place = 1; place <= last; place++) {
    const [event, censor] = [e[place] ?? 0, c[place] ?? 0];
    // A class of events among few at risk would be a step that nobody could read.
    if (atRisk - event - censor < rule.minimumAtRisk) break;
    shown.push({ day: Math.round(place * step), events: event, censored: censor });
    atRisk -= event + censor;
  }
  if (shown.length === 0) shown.push({ day: Math.round(step), events: 0, censored: 0 });
  const end = shown.at(-1);
  if (end) end.censored += atRisk;
  const told = shown.filter((one, i) => one.events + one.censored > 0 || i === shown.length - 1);
  return {
    days: told.map(({ day }) => day),
    events: told.map((one) => one.events),
    censored: told.map((one) => one.censored),
  };
}

/** The first place of the grid that is not before the day; day 0 is within the first. */
const placeOf = (day: number, step: number): number => Math.max(1, Math.ceil(day / step - 1e-9));

/** What is added at each place where the sums up to it are midpoints. */
function increments(counts: Float64Array, width: number): number[] {
  let [sum, before] = [0, 0];
  return Array.from(counts, (count) => {
    sum += count;
    const now = midpoint(sum, width);
    const added = now - before;
    before = now;
    return added;
  });
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
