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
  const { timed, reach, ungrouped, late, reasons } = survey(parts, nGroups, nReasons);
  const present = [...timed.keys()].filter((group) => (timed[group] ?? 0) > 0);
  const slotOf = new Int32Array(nGroups + 1).fill(-1);
  present.forEach((group, slot) => (slotOf[group] = slot));
  const patients = new Uint32Array(present.length * reach);
  const events = new Uint32Array(present.length * reach);
  for (const { outside, days, event, group, groupOf, start } of parts) {
    const { rows } = outside;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const day = days[row] as number;
      const slot = slotOf[groupOf[group[row] as number] as number] as number;
      if (slot === -1 || day !== day || (start?.excludes && isLate(start, row))) continue;
      const at = slot * reach + day;
      patients[at] = (patients[at] as number) + 1;
      if (event[row] === TRUE) events[at] = (events[at] as number) + 1;
    }
  }
  const groups = present.map((group, slot) => {
    const [from, to] = [slot * reach, (slot + 1) * reach];
    return { group, times: dayCounts(patients.subarray(from, to), events.subarray(from, to)) };
  });
  return { groups, ungrouped, late, reasons };
}

/** How many times each group has and how far they reach, so that one array of days holds them all. */
function survey(parts: readonly TimesPart[], nGroups: number, nReasons: number) {
  const timed = new Uint32Array(nGroups + 1);
  const reasons = new Uint32Array(nReasons + 1);
  let [reach, ungrouped, late] = [0, 0, 0];
  for (const { outside, days, missing, group, groupOf, reasonOf, start } of parts) {
    const { rows } = outside;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      const number = groupOf[group[row] as number] as number;
      const day = days[row] as number;
      if (number === 0) ungrouped++;
      else if (day === day) {
        // The same number once converted to an unsigned integer.
        if (day >>> 0 !== day) throw new Error('a time must be a whole number of days from 0 on');
        if (start && isLate(start, row)) {
          late++;
          if (start.excludes) continue;
        }
        timed[number] = (timed[number] as number) + 1;
        if (day >= reach) reach = day + 1;
      } else {
        const reason = reasonOf[missing[row] as number] as number;
        if (reason === 0) throw new Error('a subject has neither a time nor a reason why it has none');
        reasons[reason] = (reasons[reason] as number) + 1;
      }
    }
  }
  return { timed, reach, ungrouped, late, reasons };
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
