import { type StudyTransaction } from '../../db/study-db.ts';

export interface RefusedRow {
  readonly hour: number;
  readonly day: number;
  readonly accounts: number;
  readonly tooMany: number;
}

/** Refused sign-ins of the last day, which are entries of the audit of the portal. */
export async function readRefusedSignIns({ rows }: StudyTransaction): Promise<RefusedRow> {
  const [found] = await rows<RefusedRow>(
    `select count(*) filter (where at > now() - interval '1 hour')::int as hour, count(*)::int as day,
       (count(distinct user_id) filter (where user_id <> 'nobody'))::int as accounts,
       (count(*) filter (where details ->> 'because' = 'tooManyAttempts'))::int as "tooMany"
     from portal.audit_entry
     where study_id is null and action in ('signInFailed', 'secondFactorRefused') and at > now() - interval '1 day'`,
  );
  return found ?? { hour: 0, day: 0, accounts: 0, tooMany: 0 };
}

export async function mayWatch({ rows }: StudyTransaction): Promise<boolean> {
  const [answer] = await rows<{ may: boolean }>(`select portal.asker_may('watchPortal') as may`);
  return answer?.may ?? false;
}
