import { type DayCounts } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type CohortSql } from '../studies/cohort.ts';

export const endpoints = {
  OS: { days: 's.os_days', event: 's.os_event' },
  PFS: { days: 's.pfs_days', event: 's.pfs_event' },
} as const;
export type EndpointName = keyof typeof endpoints;

export interface GroupTally {
  readonly label: string;
  readonly times: DayCounts;
}

export interface SurvivalTally {
  readonly groups: GroupTally[];
  /** Patients of the cohort that no curve counts, and why. */
  readonly withoutTime: number;
  readonly withoutGroup: number;
  readonly beforeTimeZero: number;
}

interface TallyRow {
  grp: string | null;
  days: (number | null)[];
  events: number[];
  censored: number[];
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
  const { days, event } = endpoints[endpoint];
  const rows = await tx.rows<TallyRow>(
    `select grp, array_agg(day order by day nulls last) as days,
       array_agg(events order by day nulls last) as events, array_agg(censored order by day nulls last) as censored
     from (
       select ${groupSql ?? `'All'`} as grp, ${days} as day,
         (count(*) filter (where ${event}))::int as events, (count(*) filter (where not coalesce(${event}, false)))::int as censored
       from portal.subject s where ${cohort.where()} group by 1, 2
     ) counted group by grp order by grp`,
    cohort.values,
  );
  let withoutTime = 0;
  let withoutGroup = 0;
  let beforeTimeZero = 0;
  const groups = rows.flatMap(({ grp, days: at, events, censored }): GroupTally[] => {
    const kept = at.flatMap((day, i) => {
      const patients = (events[i] ?? 0) + (censored[i] ?? 0);
      if (grp === null) withoutGroup += patients;
      else if (day === null) withoutTime += patients;
      else if (day < 0) beforeTimeZero += patients;
      else return [i];
      return [];
    });
    if (grp === null || kept.length === 0) return [];
    const pick = (column: readonly (number | null)[]) => kept.map((i) => column[i] ?? 0);
    return [{ label: grp, times: { days: pick(at), events: pick(events), censored: pick(censored) } }];
  });
  return { groups, withoutTime, withoutGroup, beforeTimeZero };
}
