import { createHash } from 'node:crypto';
import { escapeIdentifier, type Client } from 'pg';
import { secretOf } from '../db/secrets.ts';

/**
 * What the parts of a portal may do is granted to these roles, by the migrations. Nobody signs in as one of them: roles
 * belong to the whole server, and several portals may live there. Each database has logins of its own, which belong to them.
 */
export const groups = ['portal_app', 'portal_worker', 'portal_auth'] as const;
export type Group = (typeof groups)[number];

export class DatabaseRefused extends Error {}

/** PostgreSQL cuts longer names. */
const LONGEST_NAME = 63;
const HASH_DIGITS = 8;

/** The login of a part of the portal in a database, such as `portal_app_login` of the database `portal`. */
export function loginOf(group: Group, database: string): string {
  const ending = `_${group.slice('portal_'.length)}_login`;
  const whole = `${database}${ending}`;
  if (Buffer.byteLength(whole) <= LONGEST_NAME) return whole;
  const hash = createHash('sha256').update(database).digest('hex').slice(0, HASH_DIGITS);
  const ascii = database.replaceAll(/[^\w-]/g, '_');
  return `${ascii.slice(0, LONGEST_NAME - HASH_DIGITS - 1 - ending.length)}_${hash}${ending}`;
}

export const databaseIn = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1));

/**
 * Makes the roles where they are missing, and closes the database to the logins of others.
 * @throws DatabaseRefused naming what the role of DATABASE_URL lacks.
 */
export async function prepareRoles(client: Client, home: string): Promise<void> {
  const { rows } = await client.query<{ database: string; asker: string }>(
    'select current_database() as database, current_user as asker',
  );
  const { database = '', asker = '' } = rows[0] ?? {};
  for (const group of groups) await prepareGroup(client, group);
  for (const group of groups) {
    const login = loginOf(group, database);
    const name = escapeIdentifier(login);
    await makeRole(client, login);
    await refusing(
      client.query(`alter role ${name} login password ${client.escapeLiteral(secretOf(home, group))}`),
      `the role of DATABASE_URL cannot alter role ${login}: give it CREATEROLE`,
    );
    if (await belongs(client, login, group)) continue;
    await refusing(
      client.query(`grant ${group} to ${name}`),
      `the role of DATABASE_URL may not let ${login} belong to ${group}, which the owner of another portal on this server has made. As a superuser, once: grant ${groups.join(', ')} to ${asker} with admin option`,
    );
  }
  const logins = groups.map((group) => escapeIdentifier(loginOf(group, database))).join(', ');
  const here = escapeIdentifier(database);
  // Logins of another portal belong to the same roles: they are kept out at the door.
  await client.query(`revoke connect on database ${here} from public; grant connect on database ${here} to ${logins}`);
}

/** Earlier versions signed in as these roles themselves. */
async function prepareGroup(client: Client, group: Group): Promise<void> {
  await makeRole(client, group);
  const { rows } = await client.query<{ is: boolean }>('select rolcanlogin as is from pg_roles where rolname = $1', [
    group,
  ]);
  if (!rows[0]?.is) return;
  await refusing(
    client.query(`alter role ${group} nologin password null`),
    `the role of DATABASE_URL cannot alter role ${group}: give it CREATEROLE`,
  );
}

/** A new role is by default not a superuser, and may neither sign in, create nor bypass. */
async function makeRole(client: Client, role: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount) return;
  await client.query(`create role ${escapeIdentifier(role)}`).catch((cause: unknown) => {
    // Another portal that starts at this moment was faster.
    if (['42710', '23505'].includes((cause as { code?: string }).code ?? '')) return;
    throw new DatabaseRefused(`the role of DATABASE_URL cannot create role ${role}: give it CREATEROLE`, { cause });
  });
}

async function belongs(client: Client, login: string, group: Group): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_auth_members where roleid = (select oid from pg_roles where rolname = $1)
       and member = (select oid from pg_roles where rolname = $2)`,
    [group, login],
  );
  return rowCount !== null && rowCount > 0;
}

async function refusing(statement: Promise<unknown>, sentence: string): Promise<void> {
  await statement.catch((cause: unknown) => {
    throw new DatabaseRefused(sentence, { cause });
  });
}
