import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, type Pool, types } from 'pg';
import { DataSource } from 'typeorm';
import { entities } from './entities.ts';
import { WatchedClient } from './watched-client.ts';

// pg reads `date` as a Date at local midnight, which moves a clinical day by one east or west of UTC.
types.setTypeParser(types.builtins.DATE, String);

const migrationFolder = join(import.meta.dirname, '../../../../migrations');

/**
 * A connection pool. Only the owner migrates; `poolSize` bounds what one process takes from the server.
 *
 * @param migrations - the names of those that may run; all if left out.
 */
export function openDataSource(url: string, poolSize = 10, migrations?: readonly string[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'portal',
    entities: [...entities],
    migrations: migrationFiles(migrations),
    migrationsTableName: 'migration',
    synchronize: false,
    installExtensions: false,
    uuidExtension: 'pgcrypto',
    logging: false,
    poolSize,
    extra: {
      options: '-c search_path=portal',
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 60_000,
      keepAlive: true,
      Client: WatchedClient,
      // A read sends its statements together: read-in-one-flight.ts.
      pipeline: true,
      connectionTimeoutMillis: 5_000,
    },
  });
}

/** A migration's name ends with the number that its file begins with. */
const numberIn = (name: string): string => /\d+$/.exec(name)?.[0] ?? '';
const numberOfFile = (file: string): string => /^\d+/.exec(file)?.[0] ?? '';

function namesOfFiles(): string[] {
  return readdirSync(migrationFolder)
    .filter((name) => /^\d+-.*\.[jt]s$/.test(name))
    .sort();
}

/** The pool of a data source that is initialised; TypeORM's types keep it to themselves. */
export const poolOf = (source: DataSource): Pool => (source.driver as unknown as { master: Pool }).master;

function migrationFiles(only?: readonly string[]): string[] {
  const numbers = only && new Set(only.map(numberIn));
  return namesOfFiles()
    .filter((file) => numbers === undefined || numbers.has(numberOfFile(file)))
    .map((name) => join(migrationFolder, name));
}

/** The number of the newest migration that these sources have: which version of the database they are for. */
export function newestMigration(): number {
  return Number(numberOfFile(namesOfFiles().at(-1) ?? ''));
}

/** Which of these migrations this version of the portal does not have. */
export function unknownMigrations(names: readonly string[]): string[] {
  const known = new Set(namesOfFiles().map(numberOfFile));
  return names.filter((name) => !known.has(numberIn(name)));
}

/** Whether a database with these migrations is changed by the next start. */
export function hasPendingMigrations(names: readonly string[]): boolean {
  const run = new Set(names.map(numberIn));
  return namesOfFiles().some((file) => !run.has(numberOfFile(file)));
}

/** The migrations that have run, in their order; none in a database without tables. */
export async function migrationsIn(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ is: boolean }>(`select to_regclass('portal.migration') is not null as is`);
  if (!rows[0]?.is) return [];
  const run = await client.query<{ name: string }>('select name from portal.migration order by id');
  return run.rows.map(({ name }) => name);
}
