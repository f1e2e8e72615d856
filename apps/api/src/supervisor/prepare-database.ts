import { type Client } from 'pg';
import { newClient } from '../db/connections.ts';
import { migrateAuth } from '../modules/auth/migrate-auth.ts';
import { createQueue } from '../jobs/job-queue.ts';
import { migrationsIn, openDataSource, unknownMigrations } from '../db/data-source.ts';
import { letOwnerBackUp } from '../backup/tables.ts';
import { secretOf } from '../db/secrets.ts';
import { databaseIn, DatabaseRefused, type Group, loginOf, prepareRoles } from './database-roles.ts';
import { settleRestore } from './unfinished-restore.ts';

/** Where each part of the portal connects: every role owns nothing and may do only its own work. */
export interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  readonly authUrl: string;
}

const OLDEST_SERVER = 150_000;

interface Preparation {
  /** A role that may create roles and schemas in the database. */
  readonly ownerUrl: string;
  readonly home: string;
  /** Those that have run, by name, for the rows of a backup: later ones are left to the next start. All, if left out. */
  readonly migrations?: readonly string[];
  /** Whether the caller is the restore whose mark the database has. */
  readonly isRestoring?: boolean;
}

/**
 * Brings a database to the present version: roles, schemas, migrations, the queue. Safe to repeat. The migrations are one
 * transaction: where one fails, the tables are what they were before.
 *
 * @throws DatabaseRefused naming what the server or the role lacks, or why these rows are not for this version.
 */
export async function prepareDatabase({
  ownerUrl,
  home,
  migrations,
  isRestoring = false,
}: Preparation): Promise<DatabaseUrls> {
  await asOwnerOf(ownerUrl, async (client) => {
    if (!isRestoring && !(await settleRestore(client, home))) {
      throw new DatabaseRefused(
        'a restore into this database was cut off: repeat it (bin/portal restore), or name another database',
      );
    }
    await refuseNewerRows(client);
    await createRolesAndSchemas(client, home);
  });
  const owner = openDataSource(ownerUrl, 1, migrations);
  await owner.initialize();
  try {
    await owner.runMigrations({ transaction: 'all' });
  } finally {
    await owner.destroy();
  }
  await migrateAuth(ownerUrl);
  await createQueue(ownerUrl);
  await asOwnerOf(ownerUrl, letOwnerBackUp);
  return databaseUrls(ownerUrl, home);
}

async function asOwnerOf(ownerUrl: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** The addresses of a database that is prepared already. */
export function databaseUrls(ownerUrl: string, home: string): DatabaseUrls {
  const as = (group: Group) => {
    const url = new URL(ownerUrl);
    url.username = encodeURIComponent(loginOf(group, databaseIn(ownerUrl)));
    url.password = secretOf(home, group);
    return url.toString();
  };
  return { ownerUrl, appUrl: as('portal_app'), workerUrl: as('portal_worker'), authUrl: as('portal_auth') };
}

async function createRolesAndSchemas(client: Client, home: string): Promise<void> {
  const version = Number(
    (await client.query<{ v: string }>(`select current_setting('server_version_num') as v`)).rows[0]?.v,
  );
  if (version < OLDEST_SERVER) {
    throw new DatabaseRefused(
      `the PostgreSQL server is version ${Math.floor(version / 10_000)}; the portal needs 15 or newer`,
    );
  }
  await prepareRoles(client, home);
  await client.query(`
    create schema if not exists portal;
    create schema if not exists auth;
    grant usage on schema auth to portal_auth;
  `);
}

/** @throws DatabaseRefused where a later version of the portal has changed the tables. */
async function refuseNewerRows(client: Client): Promise<void> {
  const [unknown, ...more] = unknownMigrations(await migrationsIn(client));
  if (unknown === undefined) return;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  throw new DatabaseRefused(
    `the data were changed by a later version of the portal (its migration ${unknown}${others} is not known here): start that version or a later one, or restore the backup that was made before the upgrade`,
  );
}
