import { statement, type Statement } from '@haim/schema';
import { cumulativeIncidence, type CumulativeIncidenceResult, grayTest } from '@haim/stats';
import { type EndpointName } from './endpoints.ts';
import { type TimedPatients } from './timed-patients.ts';

/** What may happen first, by endpoint: the event of interest, and what competes with it. A cause of `packages/stats` is a place here, from 1. */
export const competingEvents = {
  PFS: ['progression', 'death'],
  TTR: ['response', 'progressionOrDeath'],
  DOR: ['progression', 'death'],
  TTNT: ['nextTreatment', 'death'],
} as const satisfies Partial<Record<EndpointName, readonly [string, string]>>;
export type CompetingEndpoint = keyof typeof competingEvents;
export type FirstEvent = (typeof competingEvents)[CompetingEndpoint][number];

/** The cells by which events are told apart, in the order in which `competingTimes` takes them. */
export const competingCells = [
  'osDays',
  'osEvent',
  'daysToProgression',
  'ttrDays',
  'ttrEvent',
  'pfsDays',
  'pfsEvent',
  'daysToNextTreatment',
] as const;

/** Days and the event that came first: 0 neither, otherwise its place among the events of the endpoint, from 1. */
export interface CompetingTimes {
  readonly days: Float64Array;
  readonly cause: Uint8Array;
}

/** A step of the curves of a group; columns of one length. */
export interface DrawnIncidence {
  readonly days: readonly number[];
  readonly incidence: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

export interface CompetingGroup {
  readonly label: string;
  readonly events: readonly FirstEvent[];
  readonly n: number;
  readonly censored: number;
  readonly result: CumulativeIncidenceResult;
}

export interface CompetingNumbers {
  readonly groups: readonly CompetingGroup[];
  readonly tests: readonly {
    readonly event: FirstEvent;
    readonly method: Statement;
    readonly warnings: readonly Statement[];
    readonly chiSquare: number | null;
    readonly df: number | null;
    readonly pValue: number | null;
  }[];
  readonly method: readonly Statement[];
}

/** What is known of a patient beside the time of the endpoint, in days from time zero. */
interface Known {
  readonly deathDay: number | null;
  readonly progressionDay: number | null;
  readonly responseDay: number | null;
  /** Progression-free survival. */
  readonly pfs: { readonly day: number; readonly isEvent: boolean } | null;
  readonly treatmentDay: number | null;
}

/**
 * The first event of each patient. A recipe by which a death ends no time has censored it there, and it is a death here.
 *
 * @param timed - of the endpoint, with `competingCells` first.
 */
export function competingTimes(endpoint: CompetingEndpoint, { days, event, cells }: TimedPatients): CompetingTimes {
  const times = { days: new Float64Array(days.length), cause: new Uint8Array(days.length) };
  for (const [row, day] of days.entries()) {
    const [first, cause] = firstEvent(endpoint, day, event[row] === 1, knownOf(cells, row));
    times.days[row] = first;
    times.cause[row] = cause;
  }
  return times;
}

function knownOf(cells: TimedPatients['cells'], row: number): Known {
  const [osDays, osEvent, progression, ttrDays, ttrEvent, pfsDays, pfsEvent, treatment] = competingCells.map(
    (_, k) => cells[k]?.[row] ?? null,
  );
  const dayOf = (value: string | number | null | undefined) =>
    value === null || value === undefined ? null : Number(value);
  const pfsDay = dayOf(pfsDays);
  return {
    deathDay: osEvent === 'true' ? dayOf(osDays) : null,
    progressionDay: dayOf(progression),
    responseDay: ttrEvent === 'true' ? dayOf(ttrDays) : null,
    pfs: pfsDay === null ? null : { day: pfsDay, isEvent: pfsEvent === 'true' },
    treatmentDay: dayOf(treatment),
  };
}

function firstEvent(endpoint: CompetingEndpoint, day: number, isEvent: boolean, known: Known): [number, 0 | 1 | 2] {
  const { deathDay, responseDay, pfs, treatmentDay } = known;
  switch (endpoint) {
    case 'PFS':
      return [day, progressionOrDeath(day, isEvent, known)];
    case 'DOR':
      return [day, progressionOrDeath((responseDay ?? 0) + day, isEvent, known)];
    case 'TTR':
      if (isEvent) return [day, 1];
      // Whoever has no response leaves as progression-free survival says.
      if (pfs === null) return [day, 0];
      return [pfs.day, progressionOrDeath(pfs.day, pfs.isEvent, known) === 0 ? 0 : 2];
    case 'TTNT':
      if (treatmentDay !== null) return [treatmentDay, 1];
      return deathDay !== null ? [deathDay, 2] : [day, 0];
  }
}

/**
 * Which of the two a day is. An image that shows a progression was taken while the patient lived, so that of both on one day
 * progression came first. Rows of an older snapshot do not keep the day of progression: there, such a day is a death.
 */
function progressionOrDeath(day: number, isEvent: boolean, { deathDay, progressionDay }: Known): 0 | 1 | 2 {
  if (isEvent && progressionDay === day) return 1;
  if (deathDay === day) return 2;
  return isEvent ? 1 : 0;
}

const rules: Readonly<Record<CompetingEndpoint, Statement>> = {
  PFS: statement('progressionOrDeath'),
  TTR: statement('responseOrEnd'),
  DOR: statement('responseEnds'),
  TTNT: statement('treatmentOrDeath'),
};

/** Cumulative incidence of each first event in each group, with Gray's tests. */
export function competingRisks(
  endpoint: CompetingEndpoint,
  groups: readonly { label: string; times: CompetingTimes }[],
): CompetingNumbers {
  const events: readonly FirstEvent[] = competingEvents[endpoint];
  const causes = events.map((_, i) => i + 1);
  const curves = groups.map(({ label, times }): CompetingGroup => ({
    label,
    events,
    n: times.days.length,
    censored: times.cause.reduce((sum, cause) => sum + (cause === 0 ? 1 : 0), 0),
    result: cumulativeIncidence(times, { causes }),
  }));
  const isCompared = groups.length > 1;
  const happened = (cause: number) => groups.some(({ times }) => times.cause.includes(cause));
  const [first] = curves;
  return {
    groups: curves,
    tests: isCompared
      ? events.flatMap((event, i) => {
          if (!happened(i + 1)) return [];
          const { method, warnings, statistic, df, pValue } = grayTest(
            groups.map(({ times }) => times),
            i + 1,
          );
          return [{ event, method, warnings, chiSquare: statistic, df, pValue }];
        })
      : [],
    method: [rules[endpoint], ...(first ? [first.result.method] : [])],
  };
}

/** One curve as a picture of some pixels can show it: the last step of each column of pixels. */
export function drawnIncidence(
  { events, result }: CompetingGroup,
  event: FirstEvent,
  width: number,
  untilDays: number,
): DrawnIncidence {
  const curve = result.curves[events.indexOf(event)];
  if (!curve) return { days: [], incidence: [], lower: [], upper: [] };
  const columnOf = (at: number) => Math.floor(((result.days[at] ?? 0) / Math.max(1, untilDays)) * width);
  const kept = [...result.days.keys()].filter(
    (at) => at === result.days.length - 1 || columnOf(at) !== columnOf(at + 1),
  );
  return {
    days: kept.map((at) => result.days[at] ?? 0),
    incidence: kept.map((at) => curve.incidence[at] ?? 0),
    lower: kept.map((at) => curve.lower[at] ?? null),
    upper: kept.map((at) => curve.upper[at] ?? null),
  };
}

export interface IncidenceReading {
  readonly days: number;
  readonly atRisk: number;
  readonly values: readonly {
    readonly event: FirstEvent;
    /** null, with its limits, after the last follow-up of the group. */
    readonly incidence: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
}

/** The curves of a group at these days. */
export function readIncidence({ events, result }: CompetingGroup, days: readonly number[]): IncidenceReading[] {
  const last = result.days.at(-1) ?? 0;
  return days.map((day) => {
    const at = result.days.findLastIndex((one) => one <= day);
    const next = result.days.findIndex((one) => one >= day);
    return {
      days: day,
      atRisk: next === -1 ? 0 : (result.atRisk[next] ?? 0),
      values: events.map((event, i) => {
        const curve = result.curves[i];
        if (!curve || day > last) return { event, incidence: null, lower: null, upper: null };
        if (at === -1) return { event, incidence: 0, lower: null, upper: null };
        return {
          event,
          incidence: curve.incidence[at] ?? null,
          lower: curve.lower[at] ?? null,
          upper: curve.upper[at] ?? null,
        };
      }),
    };
  });
}
