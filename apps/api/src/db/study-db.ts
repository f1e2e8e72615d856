import { type CentreRight, centreRights } from '@haim/schema';
import { type PoolClient } from 'pg';
import { type DataSource } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { type Asker, auditableStudies, centresWith } from '../context/asker.ts';
import { type Copy, type LentConnection, readInOneFlight, type ReadOptions, type Rows } from './read-in-one-flight.ts';
import { refuseHeld } from './refused-by-hold.ts';
import { writeInOneFlight } from './write-in-one-flight.ts';

/** One transaction in which the database knows who asks. */
export interface StudyTransaction {
  readonly rows: Rows;
}

/** A read-only snapshot. */
export interface ReadTransaction extends StudyTransaction {
  /** The rows of a query as PostgreSQL's binary COPY: for hundreds of thousands of rows. It takes no parameters. */
  readonly copy: Copy;
}

/** A transaction that may also change rows. */
export interface WriteTransaction extends StudyTransaction {
  readonly canWrite: true;
}

/**
 * The only way to rows. Every read and write is a transaction that first sets the asker; row-level security then shows
 * only that asker's centres, and the audit triggers record the asker in the same transaction.
 */
export class StudyDb {
  /**
   * @param writing - connections that only writes use, in the order in which they came; those of `reading` if not given.
   */
  constructor(
    private readonly reading: DataSource,
    private readonly writing: DataSource = reading,
  ) {}

  /**
   * Reads in one snapshot, so that counts, curves and tables of one answer come from the same rows.
   *
   * @throws UNAVAILABLE where the asker is gone.
   */
  async read<T>(asker: Asker, work: (tx: ReadTransaction) => Promise<T>, options?: ReadOptions): Promise<T> {
    return readInOneFlight(await lend(this.reading), whoAsks(asker, null), work, { ...options, gone: asker.gone });
  }

  /**
   * @param reason - why a stored value changes, for the audit trail.
   * @throws RECORD_LOCKED where it would change a record that is frozen or locked.
   */
  async write<T>(asker: Asker, reason: string | null, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    const changed = writeInOneFlight(await lend(this.writing), whoAsks(asker, reason), ({ rows }) =>
      work({ rows, canWrite: true }),
    );
    return changed.catch(refuseHeld);
  }
}

async function lend({ driver }: DataSource): Promise<LentConnection> {
  const [client, release] = await (driver as PostgresDriver).obtainMasterConnection();
  return { client: client as PoolClient, release: release as PoolClient['release'] };
}

/** Where policies find the centres for which the asker has a right. */
const settingOf: Readonly<Record<CentreRight, string>> = {
  readRecords: 'app.read_centres',
  enterRecords: 'app.write_centres',
  raiseQueries: 'app.raise_centres',
  lockRecords: 'app.lock_centres',
  signRecords: 'app.sign_centres',
  decideEligibility: 'app.deciding_centres',
  drawOutlines: 'app.outline_centres',
  runModels: 'app.run_centres',
  trainModels: 'app.training_centres',
  readIdentities: 'app.identity_centres',
  enterIdentities: 'app.identity_entry_centres',
  readBlind: 'app.blind_centres',
  adjudicate: 'app.adjudication_centres',
  assignReadings: 'app.assignment_centres',
  enterSecond: 'app.second_entry_centres',
  resolveEntries: 'app.resolving_centres',
};

const settings = [
  ...['app.user_id', 'app.user_name', 'app.reason'],
  ...centreRights.map((right) => settingOf[right]),
  ...['app.audit_studies', 'app.request_id'],
];

// `true`: for this transaction only, otherwise a pooled connection would carry one asker's centres over to the next.
const setAsker = {
  name: 'set-asker',
  text: `select ${settings.map((name, place) => `set_config('${name}', $${place + 1}, true)`).join(', ')}`,
};

/** What tells a transaction who asks. */
export function whoAsks(asker: Asker, reason: string | null) {
  const values = [
    asker.userId,
    asker.name,
    reason ?? '',
    ...centreRights.map((right) => pgArray(centresWith(asker, right))),
    pgArray(auditableStudies(asker)),
    asker.requestId ?? '',
  ];
  return { ...setAsker, values };
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
