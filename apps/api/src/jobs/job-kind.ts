/**
 * Long-running work: a row holds the request and its status, a job in the queue means that the row waits for a worker,
 * and the person who asked sees every change. All kinds (scoring a slide, training a head) follow the same path.
 *
 * A new kind needs:
 * 1. a table with the columns of a run (id, status, priority, attempt, stage, done, total, error_code, error_message,
 *    requested_by, queued_at, started_at, finished_at, version, updated_at, updated_by, as in `portal.inference`) and its
 *    own; its migration protects and audits the table with `portal.protect_rows_of_centre('<table>')`, hands it over with
 *    `portal.hand_to_worker('<table>')`, which confines the audit to the request and the end, and grants portal_worker
 *    select on what the work reads and update on the columns that its result fills (`compose/new-kind.test.ts` has the
 *    statements);
 * 2. a service that adds the row and calls `JobQueue.enqueue` in the same transaction, ends it with `cancelRun`, and a
 *    subscription over `RunWatch`;
 * 3. a `JobKind` with the work itself, and its line in `compose/job-kinds.ts`. Fence, progress, retries and cancelling
 *    are handled for it: the work gets a signal and a progress callback, and returns the columns to write.
 *
 * The worker's event loop must stay free, otherwise its heartbeat is missed and the run is given to another worker:
 * long computations belong in a thread.
 */
import { type PoolClient } from 'pg';
import { type Claim, type Columns, type Failure, type FencedRuns, type Progress } from './fenced-runs.ts';

/** What the work may use of its environment. */
export interface JobTools {
  /** Aborted when the run is cancelled or taken over, or when the worker leaves: stop within two seconds. */
  readonly signal: AbortSignal;
  /** Reports progress; cheap, because only the latest is written, several times a second. */
  readonly report: (progress: Progress) => void;
}

/** What a successful run leaves: written only while the worker still holds the run. */
export interface Finished {
  /** Values of the row's own columns by their names. */
  readonly columns: Columns;
  /** Rows of other tables, in the same transaction. */
  readonly alsoWrite?: (client: PoolClient) => Promise<void>;
}

/** One kind of work for the queue. */
export interface JobKind<Own extends object = object> {
  /** Its rows; the name of the table is the name of the kind. */
  readonly runs: FencedRuns<Own>;
  /** @throws what `failureOf` recognizes; on anything else the run is retried. */
  work(claim: Claim & Own, tools: JobTools): Promise<Finished>;
  /** A final failure, worded for the person who asked; null for errors that may be retried. */
  failureOf(error: unknown): Failure | null;
}
