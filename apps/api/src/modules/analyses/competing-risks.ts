import { statement, type Statement } from '@haim/schema';
import { cumulativeIncidence, type CumulativeIncidenceResult, grayTest } from '@haim/stats';
import { type TimedPatients } from './timed-patients.ts';

/** What may happen first; a cause of `packages/stats` is its place here, from 1. */
export const firstEvents = ['progression', 'death'] as const;
export type FirstEvent = (typeof firstEvents)[number];

/** Days and the event that came first: 0 neither, 1 progression, 2 death without progression. */
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

/**
 * The first event of each patient, from progression-free and overall survival: where both end on one day with a death, the
 * patient died without progression. A recipe by which death ends no PFS has censored it there.
 *
 * @param timed - of PFS, with the cells of `osDays` and `osEvent` in this order first.
 */
export function competingTimes({ days, event, cells }: TimedPatients): CompetingTimes {
  const [osDays = [], osEvent = []] = cells;
  const cause = Uint8Array.from(days, (day, i) => {
    if (osEvent[i] === 'true' && Number(osDays[i]) === day) return 2;
    return event[i] === 1 ? 1 : 0;
  });
  return { days, cause };
}

/** Cumulative incidence of each first event in each group, with Gray's tests. */
export function competingRisks(groups: readonly { label: string; times: CompetingTimes }[]): CompetingNumbers {
  const causes = firstEvents.map((_, i) => i + 1);
  const curves = groups.map(({ label, times }): CompetingGroup => ({
    label,
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
      ? firstEvents.flatMap((event, i) => {
          if (!happened(i + 1)) return [];
          const { method, warnings, statistic, df, pValue } = grayTest(
            groups.map(({ times }) => times),
            i + 1,
          );
          return [{ event, method, warnings, chiSquare: statistic, df, pValue }];
        })
      : [],
    method: [statement('progressionOrDeath'), ...(first ? [first.result.method] : [])],
  };
}

/** One curve as a picture of some pixels can show it: the last step of each column of pixels. */
export function drawnIncidence(
  { result }: CompetingGroup,
  event: FirstEvent,
  width: number,
  untilDays: number,
): DrawnIncidence {
  const curve = result.curves[firstEvents.indexOf(event)];
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
export function readIncidence({ result }: CompetingGroup, days: readonly number[]): IncidenceReading[] {
  const last = result.days.at(-1) ?? 0;
  return days.map((day) => {
    const at = result.days.findLastIndex((one) => one <= day);
    const next = result.days.findIndex((one) => one >= day);
    return {
      days: day,
      atRisk: next === -1 ? 0 : (result.atRisk[next] ?? 0),
      values: firstEvents.map((event, i) => {
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
