import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { prepareHome } from '../settings.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import { databaseUrls, type DatabaseUrls, prepareDatabase } from '../supervisor/prepare-database.ts';

/** A folder of the whole test run (scratch-folder.fixture.ts), in which the first database that is needed stays as a template. */
const scratch = process.env['PORTAL_TEST_SCRATCH'];

/**
 * A separate, empty, migrated PostgreSQL in a temporary home, for a test that needs a real database.
 *
 * @param keptIn - a folder that is made if missing and stays, with all that is in the database, for the next run. null: none.
 */
export async function openDatabaseForTests(
  keptIn: string | null = null,
): Promise<DatabaseUrls & { home: string; close: () => Promise<void> }> {
  const { parent, home } = keptIn === null ? await prepareParent() : await prepareKept(keptIn);
  const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
  return {
    ...databaseUrls(postgres.ownerUrl, home),
    home,
    async close() {
      await untilEveryoneHasLeft(postgres.ownerUrl);
      await postgres.stop();
      if (keptIn === null) rmSync(parent, { recursive: true, force: true });
    },
  };
}

interface Place {
  readonly parent: string;
  readonly home: string;
}

/** A home with a prepared cluster that is stopped: a copy of the run's template where there is one. */
async function prepareParent(): Promise<Place> {
  if (scratch === undefined) return prepareAnew(os.tmpdir());
  const template = path.join(scratch, 'database');
  if (!existsSync(template)) {
    const { parent } = await prepareAnew(scratch);
    try {
      renameSync(parent, template);
    } catch {
      // Another worker was faster; its template is the same.
      rmSync(parent, { recursive: true, force: true });
    }
  }
  const parent = newParent(scratch);
  // With owners and modes: root's PostgreSQL runs as another account.
  execFileSync('cp', ['-a', path.join(template, 'home'), parent]);
  return { parent, home: path.join(parent, 'home') };
}

function prepareAnew(folder: string): Promise<Place> {
  return prepareIn(newParent(folder));
}

/** Migrations that came since are applied to what was kept. */
function prepareKept(folder: string): Promise<Place> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  return prepareIn(folder);
}

async function prepareIn(parent: string): Promise<Place> {
  const home = path.join(parent, 'home');
  prepareHome(home);
  const postgres = await startEmbeddedPostgres(home, { isThrowaway: true });
  await prepareDatabase({ ownerUrl: postgres.ownerUrl, home });
  await postgres.stop();
  // A copy that remembered the port would compete for it with the other copies.
  rmSync(path.join(home, 'postgres.port'));
  return { parent, home };
}

function newParent(folder: string): string {
  const parent = mkdtempSync(path.join(folder, 'portal-test-'));
  // Temporary folders are closed to other accounts, and root's PostgreSQL runs as another account.
  chmodSync(parent, 0o711);
  return parent;
}

/** `pool.end()` resolves before its sockets are closed, and a server that ends under them is an error in the next test. */
async function untilEveryoneHasLeft(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    for (const end = Date.now() + 20_000; Date.now() < end; await wait(20)) {
      const { rowCount } = await client.query(
        `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      if (rowCount === 0) return;
    }
  } finally {
    await client.end();
  }
}
