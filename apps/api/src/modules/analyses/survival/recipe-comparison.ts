import { type SurvivalTime } from '@haim/schema';
import { tally } from '@haim/stats';
import { type FollowUpNeeded, type GroupedTimes, type SubjectColumns } from '../../../columns/index.ts';
import { type EndpointName, endpoints } from './endpoints.ts';

/** A patient's time to an endpoint by one recipe; null with the reason where there is none. */
export interface TimeByRecipe {
  readonly days: number | null;
  readonly event: boolean | null;
  readonly missing: string | null;
}

export interface PatientByTwo {
  readonly id: string;
  readonly code: string;
  readonly centre: string | null;
  /** null without a grouping. */
  readonly group: string | null;
  /** First HAIC, as days since 1970. */
  readonly startedOn: number | null;
  readonly own: TimeByRecipe;
  readonly other: TimeByRecipe;
}

export interface TimesByRecipe extends GroupedTimes {
  /** Patients with the event. */
  readonly events: number;
}

/** The same patients with their times by two recipes; they, their groups and their minimum follow-up are those of the first. */
export function patientsByTwo(
  columns: SubjectColumns,
  other: SubjectColumns,
  cohort: ReturnType<SubjectColumns['cohort']>,
  endpoint: EndpointName,
  groupBy: string | null,
): PatientByTwo[] {
  const { days, event, missing } = endpoints[endpoint];
  const ids = cohort.patientIds();
  const rows = columns.find(ids);
  const others = other.find(ids);
  const timeOf = (row: ReturnType<typeof rows.get>): TimeByRecipe => {
    const day = row?.value(days) ?? null;
    if (!row || day === null) return { days: null, event: null, missing: row?.word(missing) ?? null };
    return { days: Number(day), event: row.word(event) === 'true', missing: null };
  };
  return ids.flatMap((id): PatientByTwo[] => {
    const row = rows.get(id);
    if (!row) return [];
    const group = groupBy === null ? null : row.word(groupBy);
    const started = row.value('startedOn');
    return [
      {
        ...{
          id,
          code: row.code,
          centre: row.word('centre'),
          group,
          startedOn: started === null ? null : Number(started),
        },
        own: timeOf(row),
        other: timeOf(others.get(id)),
      },
    ];
  });
}

/** Whether the recipes disagree about a patient: another day, another end, a time that the other does not have. */
export function isChanged({ own, other }: PatientByTwo): boolean {
  return own.days !== other.days || own.event !== other.event || own.missing !== other.missing;
}

/** Whether the data cut-off leaves a patient too short a follow-up. */
export function isLate({ startedOn }: PatientByTwo, followUp: FollowUpNeeded | null): boolean {
  return followUp !== null && (startedOn ?? 0) > followUp.latestStart;
}

/** Times of one of the recipes by group. */
export function timesBy(
  patients: readonly PatientByTwo[],
  recipe: 'own' | 'other',
  isGrouped: boolean,
  followUp: FollowUpNeeded | null,
): TimesByRecipe {
  const groups = new Map<string, SurvivalTime[]>();
  const missing = new Map<string, number>();
  let [ungrouped, short, events] = [0, 0, 0];
  for (const patient of patients) {
    const { days, event, missing: reason } = patient[recipe];
    const label = isGrouped ? patient.group : 'All';
    if (label === null) ungrouped++;
    else if (days === null) missing.set(reason ?? 'noTimeZero', (missing.get(reason ?? 'noTimeZero') ?? 0) + 1);
    else {
      if (isLate(patient, followUp)) {
        short++;
        if (followUp?.excludes) continue;
      }
      if (event) events++;
      const times = groups.get(label) ?? [];
      times.push({ days, event: event === true });
      groups.set(label, times);
    }
  }
  return {
    groups: [...groups]
      .map(([label, times]) => ({ label, times: tally(times) }))
      .toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    ungrouped,
    missing,
    short,
    events,
  };
}
