/**
 * Work that takes long: a row says what is asked and how it stands, a job of the queue says that the row waits for a
 * worker, and whoever asked sees every change. All kinds of it (scoring a slide, training a head) walk the same way.
 *
 * A new kind needs:
 * 1. a table with the columns of a run (id, status, priority, attempt, stage, done, total, error_code, error_message,
 *    requested_by, queued_at, started_at, finished_at, version, updated_at, updated_by, as in `portal.inference`) and its
 *    own; its migration calls `portal.hand_to_worker('<table>')` and grants portal_worker select on what the work reads
 *    and update on the columns that its result fills;
 * 2. a service that adds the row and calls `JobQueue.enqueue` in the same transaction, ends it with `cancelRun`, and a
 *    subscription over `RunWatch`;
 * 3. a `JobKind` with the work itself, and its line in `compose/job-kinds.ts`. Fence, progress, retries and cancelling are done
 *    for it: the work gets a signal and a place to say how far it is, and returns the columns to write.
 *
 * The worker's event loop must stay free, or its heartbeat is missed and the run is given to another: long computing
 * belongs into a thread.
 */
import { type PoolClient } from 'pg';
import { type Claim, type Columns, type Failure, type FencedRuns, type Progress } from './fenced-runs.ts';

/** What the work may use of its surroundings. */
export interface JobTools {
  /** Aborted when the run was cancelled or taken over, or when the worker leaves: then stop within two seconds. */
  readonly signal: AbortSignal;
  /** How far the work is; cheap, because only the newest is written, several times a second. */
  readonly report: (progress: Progress) => void;
}

/** What a run that succeeded leaves: written only while the run is still the worker's. */
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
  /** @throws what `failureOf` knows, else anything: then the run is tried again. */
  work(claim: Claim & Own, tools: JobTools): Promise<Finished>;
  /** What is at fault for good, said to the person who asked; null for what may be tried again. */
  failureOf(error: unknown): Failure | null;
}
