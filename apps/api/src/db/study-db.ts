import { finished } from 'node:stream/promises';
import { type ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type DataSource, type EntityManager } from 'typeorm';
import { type Asker, readableCentres, writableCentres } from '../context/asker.ts';

/** One transaction in which the database knows who asks. */
export interface StudyTransaction {
  readonly manager: EntityManager;
  /** Runs one SQL statement; the rows carry the statement's own column names. */
  rows<T>(sql: string, values?: readonly unknown[]): Promise<T[]>;
  /** What a query finds, as PostgreSQL's binary COPY: for rows by the hundred thousand. It takes no parameters. */
  copy(query: string): AsyncIterable<Buffer>;
}

/**
 * The only way to rows. Every read and write is a transaction that first sets who asks; row-level security then shows
 * that asker's centres and no others, and the audit triggers name the asker in the same transaction.
 */
export class StudyDb {
  constructor(private readonly dataSource: DataSource) {}

  /** Reads in one snapshot, so that counts, curves and tables of one answer come from the same rows. */
  read<T>(asker: Asker, work: (tx: StudyTransaction) => Promise<T>): Promise<T> {
    return this.transaction('REPEATABLE READ', asker, null, work);
  }

  /** @param reason - why a stored value changes, for the audit trail. */
  write<T>(asker: Asker, reason: string | null, work: (tx: StudyTransaction) => Promise<T>): Promise<T> {
    return this.transaction('READ COMMITTED', asker, reason, work);
  }

  private transaction<T>(
    isolation: 'REPEATABLE READ' | 'READ COMMITTED',
    asker: Asker,
    reason: string | null,
    work: (tx: StudyTransaction) => Promise<T>,
  ): Promise<T> {
    return this.dataSource.transaction(isolation, async (manager) => {
      // `true`: for this transaction only, or a pooled connection would carry one asker's centres to the next.
      await manager.query(
        `select set_config('app.user_id', $1, true), set_config('app.user_name', $2, true), set_config('app.reason', $3, true),
           set_config('app.read_centres', $4, true), set_config('app.write_centres', $5, true)`,
        [asker.userId, asker.name, reason ?? '', pgArray(readableCentres(asker)), pgArray(writableCentres(asker))],
      );
      return work({
        manager,
        rows: (sql, values = []) => manager.query(sql, [...values]),
        copy: (query) => copied(manager, query),
      });
    });
  }
}

async function* copied({ queryRunner }: EntityManager, query: string): AsyncGenerator<Buffer> {
  if (!queryRunner) throw new Error('a copy needs a transaction');
  const client = (await queryRunner.connect()) as ClientBase;
  const stream = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } finally {
    // Whoever stops early leaves rows on their way; the connection answers nothing else before the last of them.
    if (!stream.readableEnded && !stream.errored) await finished(stream.resume());
  }
}

/** One after the other: a transaction is one connection, and a connection answers one statement at a time. */
export async function inTurn<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

function pgArray(ids: readonly number[]): string {
  return `{${ids.join(',')}}`;
}
