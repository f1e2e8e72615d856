import { type Asker } from '../context/asker.ts';
import { type StudyTransaction } from '../db/study-db.ts';

/**
 * Ends a queued or running run, where row-level security lets the asker see it. A queued one ends at once; the worker
 * of a running one notices within a second. Idempotent.
 *
 * @param table - a table of runs, named by code.
 */
export async function cancelRun(tx: StudyTransaction, table: string, id: string, asker: Asker): Promise<void> {
  await tx.rows(
    `update portal.${table} set status = 'cancelled', finished_at = now(), version = version + 1, updated_at = now(),
       updated_by = $2
     where id = $1 and status in ('queued', 'running')`,
    [id, asker.userId],
  );
}
