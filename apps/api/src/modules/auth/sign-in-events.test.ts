import express from 'express';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { changePassword, disableAccount, saveAccount } from './accounts.ts';
import { createAuth, type PortalAuth } from './create-auth.ts';
import { mountAuth } from './mount-auth.ts';
import { allowedAttempts } from './sign-in-attempts.ts';

const password = 'correct horse battery';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let auth: PortalAuth;
let owner: Client;
let server: Server;
let base: string;

beforeAll(async () => {
  database = await openDatabaseForTests();
  auth = createAuth({
    authUrl: database.authUrl,
    secret: 'a secret of this test alone',
    publicUrl: 'http://localhost',
  });
  const app = express();
  mountAuth(app, auth);
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of ['ada', 'ben']) await saveAccount(auth, { email: `${name}@site.org`, name, password });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
}, 120_000);

afterAll(async () => {
  server?.close();
  await owner?.end();
  await auth?.close();
  await database?.close();
});

const post = (path: string, body: object, cookie = '') =>
  fetch(`${base}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base, cookie },
    body: JSON.stringify(body),
  });
const signIn = (email: string, given = password) => post('/sign-in/email', { email, password: given });

/** "kind name" of what the trail got by it; every one is of the portal and names no study. */
async function eventsOf(work: () => Promise<unknown>): Promise<string[]> {
  const { rows: last } = await owner.query<{ id: string }>('select coalesce(max(id), 0) as id from portal.audit_entry');
  await work();
  const { rows } = await owner.query<{ action: string; user_name: string; study_id: null; all: string }>(
    'select action, user_name, study_id, e::text as all from portal.audit_entry e where id > $1 order by id',
    [last[0]!.id],
  );
  for (const row of rows) {
    expect(row.study_id).toBeNull();
    // Neither a password nor an address that was typed.
    expect(row.all).not.toMatch(/correct horse|not her|site\.org/);
  }
  return rows.map(({ action, user_name }) => `${action} ${user_name}`);
}

it('of signing in, changing the password and signing out name the account', async () => {
  let cookie = '';
  const events = await eventsOf(async () => {
    const answer = await signIn('ada@site.org');
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const changed = await post(
      '/change-password',
      { currentPassword: password, newPassword: 'tall green bicycle seat' },
      cookie,
    );
    expect(changed.status).toBe(200);
    cookie = changed.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    expect((await post('/sign-out', {}, cookie)).status).toBe(200);
  });
  expect(events).toEqual(['signIn ada', 'passwordChanged ada', 'signOut ada']);
});

it('of a password that the operator sets name the operator, once and not for a new account', async () => {
  const events = await eventsOf(async () => {
    await saveAccount(auth, { email: 'dan@site.org', name: 'dan', password });
    await changePassword(auth, 'dan@site.org', 'tall green bicycle seat');
    await expect(changePassword(auth, 'dan@site.org', 'aaaaaaaaaaaa')).rejects.toThrow('repeats');
  });
  expect(events).toEqual(['passwordChanged portal user']);
});

it('of failing, and of closing an account, name the account if there is one, and nothing of what was typed', async () => {
  const events = await eventsOf(async () => {
    await signIn('ada@site.org', 'not her password');
    await signIn('nobody@site.org', 'not her password');
    await disableAccount(auth, 'ben@site.org');
    await signIn('ben@site.org');
  });
  expect(events).toEqual(['signInFailed ada', 'signInFailed nobody', 'accountClosed cli:user', 'signInFailed ben']);
});

it('of too many attempts say so', async () => {
  for (let i = 0; i < allowedAttempts; i += 1) await signIn('cyd@site.org', 'not her password');
  await auth.pool.query('delete from "rateLimit"');
  expect(await eventsOf(() => signIn('cyd@site.org', 'not her password'))).toEqual(['signInFailed nobody']);
});
