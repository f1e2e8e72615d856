import { type Label } from '@haim/schema';
import { type Pool, type PoolClient } from 'pg';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type Claim, type Failure, FencedRuns } from '../../jobs/fenced-runs.ts';
import { type Finished, type JobKind, type JobTools } from '../../jobs/job-kind.ts';
import { find, readCheckedStudy } from './find-by-rule.ts';
import { readRules } from './quality-rule.query.ts';

interface OwnColumns {
  readonly studyId: number;
}

/** So many queries are raised by one run; the next one raises further. */
export const MOST_RAISED = 1_000;
/** A rule may take longer than another statement of the worker: a hundred thousand patients are looked at. */
const LONGEST_MS = 10 * 60_000;

/**
 * Evaluates the rules of a study over the records of all its centres, each as one statement within the database. What is
 * found is noted in one transaction of its own and stored in the one that ends the run: a run that is cancelled or fails
 * leaves what the one before it found.
 */
export class CheckStudyKind implements JobKind<OwnColumns> {
  readonly runs: FencedRuns<OwnColumns>;

  constructor(private readonly pool: Pool) {
    this.runs = new FencedRuns<OwnColumns>(pool, 'quality_run', { studyId: 'study_id' });
  }

  async work({ id, studyId }: Claim & OwnColumns, { signal, report }: JobTools): Promise<Finished> {
    const raising = await this.inTransaction(id, signal, async (tx) => {
      const rules = (await readRules(tx, studyId)).filter(({ isOn }) => isOn);
      const study = await readCheckedStudy(tx, studyId);
      await tx.rows('delete from portal.quality_found where run_id = $1', [id]);
      for (const [done, rule] of rules.entries()) {
        signal.throwIfAborted();
        report({ stage: 'checking', done, total: rules.length });
        await find(tx, { run: id, study, rule }, signal);
      }
      return rules.filter(({ raisesQuery }) => raisesQuery);
    });
    const asks = raising.map(({ key, label, asks: text }) => ({ name: key, by: authorOf(label), text: inBoth(text) }));
    return {
      columns: {},
      alsoWrite: async (client) => {
        await client.query(`select set_config('statement_timeout', $1, true)`, [String(LONGEST_MS)]);
        await client.query('select portal.settle_quality($1, $2, $3, $4)', [
          id,
          JSON.stringify(asks),
          inBoth({ en: 'The rule does not find this any more.', zh: '该规则已不再发现此问题。' }),
          MOST_RAISED,
        ]);
      },
    };
  }

  /** A rule cannot fail for what somebody entered: whatever fails may be retried. */
  failureOf(): Failure | null {
    return null;
  }

  /** One snapshot that names the run, by which records may be read; a statement under way ends with the signal. */
  private async inTransaction<T>(
    run: string,
    signal: AbortSignal,
    work: (tx: StudyTransaction) => Promise<T>,
  ): Promise<T> {
    const client = await this.pool.connect();
    const stop = () => void this.cancelStatementOf(client).catch(() => undefined);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await client.query('begin isolation level repeatable read');
      await client.query(`select set_config('app.quality_run', $1, true), set_config('statement_timeout', $2, true)`, [
        run,
        String(LONGEST_MS),
      ]);
      const result = await work(rowsOf(client));
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // A connection in an uncertain state is discarded with its transaction.
      client.release(true);
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  private async cancelStatementOf(client: PoolClient): Promise<void> {
    const { processID } = client as PoolClient & { readonly processID?: number };
    if (processID !== undefined) await this.pool.query('select pg_cancel_backend($1)', [processID]);
  }
}

/** Statements on the connection of the transaction that is open there. */
function rowsOf(client: PoolClient): StudyTransaction {
  return {
    rows: async (sql, values = []) => {
      const statement = typeof sql === 'string' ? { text: sql } : sql;
      const { rows } = await client.query({ ...statement, values: [...values] });
      return rows;
    },
  };
}

/** Who a query is from. */
function authorOf(label: Label): string {
  return `${label.en} · ${label.zh}`;
}

/** A message is one text for readers of both languages. */
function inBoth({ en, zh }: Label): string {
  return `${en} ${zh}`;
}
