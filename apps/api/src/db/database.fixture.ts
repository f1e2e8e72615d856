import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { prepareHome } from '../settings.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { type DatabaseUrls, prepareDatabase } from '../supervisor/prepare-database.ts';

/** A separate, empty, migrated PostgreSQL in a temporary home, for a test that needs a real database. */
export async function openDatabaseForTests(): Promise<DatabaseUrls & { home: string; close: () => Promise<void> }> {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'portal-test-'));
  const home = path.join(parent, 'home');
  // Temporary folders are closed to other accounts, and root's PostgreSQL runs as another account.
  chmodSync(parent, 0o711);
  prepareHome(home);
  const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
  const urls = await prepareDatabase({ ownerUrl: postgres.ownerUrl, home });
  return {
    ...urls,
    home,
    async close() {
      await untilEveryoneHasLeft(postgres.ownerUrl);
      await postgres.stop();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** `pool.end()` resolves before its sockets are closed, and a server that ends under them is an error in the next test. */
async function untilEveryoneHasLeft(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const end = Date.now() + 5_000; Date.now() < end; await wait(20)) {
      const { rowCount } = await client.query(
        `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      if (rowCount === 0) return;
    }
  } finally {
    await client.end();
  }
}
