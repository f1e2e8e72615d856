import { type DayCounts } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type MissingTime } from '../patients/patient.service.ts';
import { type CohortSql } from '../cohort/index.ts';

export const endpoints = {
  OS: { days: 's.os_days', event: 's.os_event', missing: 's.os_missing' },
  PFS: { days: 's.pfs_days', event: 's.pfs_event', missing: 's.pfs_missing' },
} as const;
export type EndpointName = keyof typeof endpoints;

export interface GroupTally {
  readonly label: string;
  readonly times: DayCounts;
}

/** Why a patient of the cohort stands in no curve: the view's reasons for a missing time, and ours. */
export const dropReasons = [
  'noFollowUp',
  'noTimeZero',
  'beforeTimeZero',
  'afterCutoff',
  'noGroup',
] as const satisfies readonly (MissingTime | 'noGroup')[];
export type DropReason = (typeof dropReasons)[number];

export interface SurvivalTally {
  readonly groups: GroupTally[];
  /** Patients of the cohort that no curve counts, by reason. */
  readonly dropped: ReadonlyMap<DropReason, number>;
}

interface TallyRow {
  grp: string | null;
  /** null where the time is known. */
  missing: (DropReason | null)[];
  days: (number | null)[];
  patients: number[];
  events: number[];
}

/**
 * Times to the endpoint in one SQL statement, grouped in the database to (group, day, events, censored): no patient row
 * leaves it, and the cost follows the number of days.
 *
 * @param groupSql - an expression over `subject s` giving text, or null for a single curve.
 */
export async function survivalTally(
  tx: StudyTransaction,
  cohort: CohortSql,
  endpoint: EndpointName,
  groupSql: string | null,
): Promise<SurvivalTally> {
  const { days, event, missing } = endpoints[endpoint];
  const rows = await tx.rows<TallyRow>(
    `select grp, array_agg(missing order by day, missing) as missing, array_agg(day order by day, missing) as days,
       array_agg(patients order by day, missing) as patients, array_agg(events order by day, missing) as events
     from (
       select ${groupSql ?? `'All'`} as grp, ${missing} as missing, ${days} as day, count(*)::int as patients,
         (count(*) filter (where ${event}))::int as events
       from portal.subject s where ${cohort.where()} group by 1, 2, 3
     ) counted group by grp order by grp`,
    cohort.values,
  );
  const dropped = new Map<DropReason, number>();
  const groups = rows.flatMap(({ grp, ...columns }): GroupTally[] => {
    const times: TimedCounts[] = [];
    columns.days.forEach((day, i) => {
      const [patients, events] = [columns.patients[i] ?? 0, columns.events[i] ?? 0];
      const reason = grp === null ? 'noGroup' : columns.missing[i];
      if (reason) dropped.set(reason, (dropped.get(reason) ?? 0) + patients);
      else if (day === null) throw new Error('the subject has neither a time nor why it has none');
      else times.push({ day, events, censored: patients - events });
    });
    if (grp === null || times.length === 0) return [];
    const column = (name: keyof TimedCounts) => times.map((one) => one[name]);
    return [{ label: grp, times: { days: column('day'), events: column('events'), censored: column('censored') } }];
  });
  return { groups, dropped };
}

type TimedCounts = Record<'day' | 'events' | 'censored', number>;
