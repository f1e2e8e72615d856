import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';
import { type RunStatus } from '../../jobs/run-status.ts';

export interface QualityRunRow {
  readonly id: string;
  readonly study: string;
  readonly cause: 'asked' | 'nightly';
  readonly status: RunStatus;
  readonly stage: string | null;
  readonly done: number | null;
  readonly total: number | null;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly requestedBy: string;
}

const runs = `select r.id, s.code as study, r.cause, r.status, r.stage, r.done, r.total, r.attempt as attempts,
    r.error_code as "errorCode", r.error_message as "errorMessage", r.queued_at as "queuedAt", r.started_at as "startedAt",
    r.finished_at as "finishedAt", r.requested_by as "requestedBy"
  from portal.quality_run r join portal.study s on s.id = r.study_id`;

export async function readRun(tx: StudyTransaction, id: string): Promise<QualityRunRow | null> {
  const [run] = await tx.rows<QualityRunRow>(`${runs} where r.id = $1`, [id]);
  return run ?? null;
}

/** The newest of a study, whatever came of it. */
export async function readNewestRun(tx: StudyTransaction, studyId: number): Promise<QualityRunRow | null> {
  const [run] = await tx.rows<QualityRunRow>(`${runs} where r.study_id = $1 order by r.queued_at desc, r.id limit 1`, [
    studyId,
  ]);
  return run ?? null;
}

/** When what is shown was found. */
export async function readLastFinish(tx: StudyTransaction, studyId: number): Promise<Date | null> {
  const [run] = await tx.rows<{ finishedAt: Date | null }>(
    `select max(finished_at) as "finishedAt" from portal.quality_run where study_id = $1 and status = 'done'`,
    [studyId],
  );
  return run?.finishedAt ?? null;
}

/** @returns its id; null where another run of the study waits or is under way. */
export async function insertRun(
  tx: WriteTransaction,
  studyId: number,
  { userId, name }: { readonly userId: string; readonly name: string },
): Promise<string | null> {
  const id = crypto.randomUUID();
  const added = await tx.rows(
    `insert into portal.quality_run (id, study_id, requested_by, updated_by) values ($1, $2, $3, $4)
     on conflict (study_id) where status in ('queued', 'running') do nothing returning id`,
    [id, studyId, name, userId],
  );
  return added.length > 0 ? id : null;
}
