import { queueName, queueSchema } from './job-queue.ts';

/** Runs one statement as a role that may read the queue and its workers. */
export type Ask = <Row>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

/** What waits and what is under way, of one kind. */
export interface QueuedKind {
  /** The table of its runs. */
  readonly kind: string;
  readonly waiting: number;
  readonly active: number;
  /** How long the one has waited that waits longest; 0 where none does. */
  readonly oldestSeconds: number;
}

export function queueState(ask: Ask): Promise<QueuedKind[]> {
  return ask<QueuedKind>(
    `select data ->> 'kind' as kind,
       count(*) filter (where state <> 'active')::int as waiting,
       count(*) filter (where state = 'active')::int as active,
       coalesce(extract(epoch from now() - min(created_on) filter (where state <> 'active')), 0)::float8 as "oldestSeconds"
     from ${queueSchema}.job where name = $1 and state in ('created', 'retry', 'active') group by 1 order by 1`,
    [queueName],
  );
}

/** A worker that has not left. */
export interface SeenWorker {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly kinds: readonly string[];
  readonly threads: number;
  readonly startedAt: Date;
  readonly seenAt: Date;
  /** Whether it was seen just now; otherwise it has ended without a word, or its machine sleeps. */
  readonly isAlive: boolean;
  readonly runKind: string | null;
}

/** A worker writes every five seconds. */
export const aliveSeconds = 20;

/** Those that are alive, and those that were within the last day and did not leave by themselves. */
export function seenWorkers(ask: Ask): Promise<SeenWorker[]> {
  return ask<SeenWorker>(
    `select id, host, pid, kinds, threads, started_at as "startedAt", seen_at as "seenAt", run_kind as "runKind",
       seen_at > now() - make_interval(secs => $1) as "isAlive"
     from portal.worker where left_at is null and seen_at > now() - interval '1 day' order by host, started_at`,
    [aliveSeconds],
  );
}
