import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asLogin } from '../db/as-login.fixture.ts';
import { openDatabaseForTests } from '../db/database.fixture.ts';
import { loginOf } from './database-roles.ts';
import { type DatabaseUrls, prepareDatabase } from './prepare-database.ts';

/*
 * Two portals on one server, each with an owner that is not a superuser. The second finds the roles that the first has made.
 */

let server: Awaited<ReturnType<typeof openDatabaseForTests>>;
let superuser: Client;
const homes = mkdtempSync(path.join(os.tmpdir(), 'two-portals-'));
const portals: Record<string, DatabaseUrls> = {};

const ownerUrl = (name: string): string => {
  const url = new URL(server.ownerUrl);
  Object.assign(url, { username: `${name}_owner`, password: 'a password', pathname: `/${name}` });
  return url.toString();
};
const prepare = (name: string) => prepareDatabase({ ownerUrl: ownerUrl(name), home: path.join(homes, name) });

const userAt = (url: string) =>
  asLogin(url, async (client) => (await client.query<{ is: string }>('select session_user as is')).rows[0]!.is);

beforeAll(async () => {
  server = await openDatabaseForTests();
  superuser = new Client({ connectionString: server.ownerUrl });
  await superuser.connect();
  for (const name of ['north', 'south']) {
    await superuser.query(`create role ${name}_owner login createrole nosuperuser password 'a password'`);
    await superuser.query(`create database ${name} owner ${name}_owner`);
  }
  // Made by the server's first portal, that of the tests.
  await expect(prepare('north')).rejects.toThrow(
    'As a superuser, once: grant portal_app, portal_worker, portal_auth to north_owner with admin option',
  );
  for (const name of ['north', 'south']) {
    await superuser.query(`grant portal_app, portal_worker, portal_auth to ${name}_owner with admin option`);
    portals[name] = await prepare(name);
  }
}, 120_000);

afterAll(async () => {
  await superuser?.end();
  await server?.close();
  rmSync(homes, { recursive: true, force: true });
});

describe('two portals on one PostgreSQL server', () => {
  it('sign in by logins of their own, and a start of one changes none of the other', async () => {
    for (const name of ['north', 'south', 'north']) {
      await prepare(name);
      for (const portal of ['north', 'south']) {
        const { appUrl, workerUrl, authUrl } = portals[portal]!;
        expect(await userAt(appUrl)).toBe(`${portal}_app_login`);
        expect(await userAt(workerUrl)).toBe(`${portal}_worker_login`);
        expect(await userAt(authUrl)).toBe(`${portal}_auth_login`);
      }
    }
  }, 120_000);

  it('are closed to each other, whatever their roles have in common', async () => {
    for (const part of ['appUrl', 'workerUrl', 'authUrl'] as const) {
      const url = new URL(portals['north']![part]);
      url.pathname = '/south';
      await expect(userAt(url.toString())).rejects.toThrow('permission denied for database "south"');
      url.pathname = '/portal';
      await expect(userAt(url.toString())).rejects.toThrow('permission denied for database "portal"');
    }
  });

  it('have logins that may do what their role may, and are held to their rights', async () => {
    await asLogin(portals['north']!.appUrl, async (client) => {
      expect((await client.query('select from portal.study')).rowCount).toBe(0);
      await client.query(`select set_config('app.user_id', 'x', false)`);
      // The role of the application may call it; without the right, it is refused.
      const settings = { code: 'S', name: 'S', arms: [], centres: [] };
      await expect(client.query('select portal.add_study($1, $2)', [settings, 'x'])).rejects.toThrow(
        'the right to make studies is missing',
      );
      await expect(client.query('delete from portal.audit_entry')).rejects.toThrow('permission denied');
    });
    await asLogin(portals['north']!.workerUrl, async (client) => {
      await expect(client.query('select from auth."user"')).rejects.toThrow('permission denied');
    });
  });

  it('take the logins of an earlier version away', async () => {
    await superuser.query(`alter role portal_app login password 'of an earlier version'`);
    await prepare('south');
    const { rows } = await superuser.query<{ rolcanlogin: boolean }>(
      `select rolcanlogin from pg_roles where rolname = 'portal_app'`,
    );
    expect(rows).toEqual([{ rolcanlogin: false }]);
  });
});

describe('the name of a login', () => {
  it('has room in PostgreSQL, and is another one for another database', () => {
    expect(loginOf('portal_app', 'portal')).toBe('portal_app_login');
    const long = 'p'.repeat(60);
    const names = [long, `${long}q`, '肝'.repeat(20)].map((database) => loginOf('portal_worker', database));
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
    expect(names[0]).toMatch(/^p{40,}_[0-9a-f]{8}_worker_login$/);
  });
});
