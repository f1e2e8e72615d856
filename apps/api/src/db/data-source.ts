import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'pg';
import { DataSource } from 'typeorm';
import { entities } from './entities.ts';

// pg reads `date` as a Date at local midnight, which moves a clinical day by one east or west of UTC.
types.setTypeParser(types.builtins.DATE, String);

const migrationFolder = join(import.meta.dirname, '../../../../migrations');

/** A connection pool. Only the owner migrates; `poolSize` bounds what one process takes from the server. */
export function openDataSource(url: string, poolSize = 10): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: 'portal',
    entities: [...entities],
    migrations: migrationFiles(),
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
      // A read sends its statements together: read-in-one-flight.ts.
      pipeline: true,
      connectionTimeoutMillis: 5_000,
    },
  });
}

function migrationFiles(): string[] {
  return readdirSync(migrationFolder)
    .filter((name) => /^\d+-.*\.ts$/.test(name))
    .sort()
    .map((name) => join(migrationFolder, name));
}
