import { type Client } from 'pg';
import { newClient } from '../db/connections.ts';
import { migrateAuth } from '../modules/auth/migrate-auth.ts';
import { createQueue } from '../jobs/job-queue.ts';
import { openDataSource } from '../db/data-source.ts';
import { secretOf } from '../db/secrets.ts';

/** Where each part of the portal connects: every role owns nothing and may do only its own work. */
export interface DatabaseUrls {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  readonly authUrl: string;
}

export class DatabaseRefused extends Error {}

const roles = ['portal_app', 'portal_worker', 'portal_auth'] as const;
const OLDEST_SERVER = 150_000;

/**
 * Brings a database to the present version: roles, schemas, migrations, the queue. Safe to repeat.
 *
 * @param ownerUrl - a role that may create roles and schemas in the database.
 * @throws DatabaseRefused naming what the server or the role lacks.
 */
export async function prepareDatabase({ ownerUrl, home }: { ownerUrl: string; home: string }): Promise<DatabaseUrls> {
  await createRolesAndSchemas(ownerUrl, home);
  const owner = openDataSource(ownerUrl, 1);
  await owner.initialize();
  try {
    await owner.runMigrations({ transaction: 'each' });
  } finally {
    await owner.destroy();
  }
  await migrateAuth(ownerUrl);
  await createQueue(ownerUrl);
  return databaseUrls(ownerUrl, home);
}

/** The addresses of a database that is prepared already. */
export function databaseUrls(ownerUrl: string, home: string): DatabaseUrls {
  const as = (role: (typeof roles)[number]) => {
    const url = new URL(ownerUrl);
    url.username = role;
    url.password = secretOf(home, role);
    return url.toString();
  };
  return { ownerUrl, appUrl: as('portal_app'), workerUrl: as('portal_worker'), authUrl: as('portal_auth') };
}

async function createRolesAndSchemas(ownerUrl: string, home: string): Promise<void> {
  const client = newClient({ connectionString: ownerUrl });
  await client.connect();
  try {
    const version = Number(
      (await client.query<{ v: string }>(`select current_setting('server_version_num') as v`)).rows[0]?.v,
    );
    if (version < OLDEST_SERVER) {
      throw new DatabaseRefused(
        `the PostgreSQL server is version ${Math.floor(version / 10_000)}; the portal needs 15 or newer`,
      );
    }
    for (const role of roles) await createRole(client, role, secretOf(home, role));
    await client.query(`
      create schema if not exists portal;
      create schema if not exists auth;
      grant usage on schema auth to portal_auth;
    `);
  } finally {
    await client.end();
  }
}

async function createRole(client: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  // A new role is by default not a superuser, and may neither create nor bypass; only login is added.
  const verb = rowCount ? 'alter' : 'create';
  try {
    await client.query(`${verb} role ${role} login password ${client.escapeLiteral(password)}`);
  } catch (cause) {
    throw new DatabaseRefused(`the role of DATABASE_URL cannot ${verb} role ${role}: give it CREATEROLE`, { cause });
  }
}
