import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prepareHome } from '../settings.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { type DatabaseUrls, prepareDatabase } from './prepare-database.ts';

/** An empty, migrated PostgreSQL of its own in a temporary home, for a test that must see the real thing. */
export async function openDatabaseForTests(): Promise<DatabaseUrls & { home: string; close: () => Promise<void> }> {
  const parent = mkdtempSync(path.join(os.tmpdir(), 'portal-test-'));
  const home = path.join(parent, 'home');
  // Temporary folders are closed to others, and root's PostgreSQL is another.
  chmodSync(parent, 0o711);
  prepareHome(home);
  const postgres = await startEmbeddedPostgres(home, true);
  const urls = await prepareDatabase({ ownerUrl: postgres.ownerUrl, home });
  return {
    ...urls,
    home,
    async close() {
      await postgres.stop();
      rmSync(parent, { recursive: true, force: true });
    },
  };
}
