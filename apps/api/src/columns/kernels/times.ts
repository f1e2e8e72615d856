import { type DayCounts } from '@haim/schema';
import { type Codes } from '../column.ts';
import { type Outside } from './outside.ts';

/** The columns of one endpoint in one block. */
export interface TimesPart {
  readonly outside: Outside;
  /** Whole days from time zero; NaN where the patient has no time. */
  readonly days: Float64Array;
  /** Flags as codes: 2 is true. */
  readonly event: Codes;
  /** Why there is no time. */
  readonly missing: Codes;
  readonly group: Codes;
  /** The number of a group by its code in this block; 0 for patients without one. */
  readonly groupOf: Uint32Array;
  /** The number of a reason by its code in this block. */
  readonly reasonOf: Uint32Array;
  readonly start: LatestStart | null;
}

/** A day of the calendar after which a patient could not have been followed long enough. */
export interface LatestStart {
  /** As days since 1970; NaN where it is not known, which is not late. */
  readonly days: Float64Array;
  readonly latest: number;
  /** Whether those who started later are left out, or only counted. */
  readonly excludes: boolean;
}

export interface TimesTally {
  /** By group number, ascending; groups without a single time are left out. */
  readonly groups: { readonly group: number; readonly times: DayCounts }[];
  readonly ungrouped: number;
  /** Patients with a time and a group who started too late. */
  readonly late: number;
  /** Patients of a group without a time, by the number of the reason. */
  readonly reasons: Uint32Array;
}

const TRUE = 2;

/** Events and censored times by group and day: all that Kaplan-Meier, log-rank and Cox need of the patients. */
export function tallyTimes(parts: readonly TimesPart[], nGroups: number, nReasons: number): TimesTally {
  const reach = Math.max(0, ...parts.map(({ days }) => reachOf(days)));
  // Of the groups that have a time, which may be few of many.
  const patients: (Uint32Array | undefined)[] = Array.from({ length: nGroups + 1 });
  const events: (Uint32Array | undefined)[] = Array.from({ length: nGroups + 1 });
  const reasons = new Uint32Array(nReasons + 1);
  let [ungrouped, late] = [0, 0];
  for (const { outside, days, event, missing, group, groupOf, reasonOf, start } of parts) {
    const { rows } = outside;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const number = groupOf[group[row] as number] as number;
      const day = days[row] as number;
      if (number === 0) ungrouped++;
      else if (day === day) {
        if (start && isLate(start, row)) {
          late++;
          if (start.excludes) continue;
        }
        const ofDay = (patients[number] ??= new Uint32Array(reach));
        ofDay[day] = (ofDay[day] as number) + 1;
        if (event[row] === TRUE) {
          const ended = (events[number] ??= new Uint32Array(reach));
          ended[day] = (ended[day] as number) + 1;
        }
      } else {
        const reason = reasonOf[missing[row] as number] as number;
        if (reason === 0) throw new Error('a subject has neither a time nor a reason why it has none');
        reasons[reason] = (reasons[reason] as number) + 1;
      }
    }
  }
  const groups = patients.flatMap((ofDay, group) =>
    ofDay ? [{ group, times: dayCounts(ofDay, events[group] ?? new Uint32Array(0)) }] : [],
  );
  return { groups, ungrouped, late, reasons };
}

const reached = new WeakMap<Float64Array, number>();

/** One more than the latest day, 0 without any. Looked at once for as long as the column lives. */
function reachOf(days: Float64Array): number {
  const known = reached.get(days);
  if (known !== undefined) return known;
  let reach = 0;
  for (let row = 0; row < days.length; row++) {
    const day = days[row] as number;
    if (day !== day) continue;
    // The same number once converted to an unsigned integer.
    if (day >>> 0 !== day) throw new Error('a time must be a whole number of days from 0 on');
    if (day >= reach) reach = day + 1;
  }
  reached.set(days, reach);
  return reach;
}

function isLate({ days, latest }: LatestStart, row: number): boolean {
  return (days[row] as number) > latest;
}

function dayCounts(patients: Uint32Array, events: Uint32Array): DayCounts {
  const days: number[] = [];
  patients.forEach((n, day) => n > 0 && days.push(day));
  return {
    days,
    events: days.map((day) => events[day] ?? 0),
    censored: days.map((day) => (patients[day] ?? 0) - (events[day] ?? 0)),
  };
}
