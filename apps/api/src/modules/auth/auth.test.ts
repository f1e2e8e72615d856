import express from 'express';
import { type AddressInfo } from 'node:net';
import { type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { type StudyAccess } from '../../context/asker.ts';
import { refuseForeignOrigins } from '../../http/own-origin.ts';
import { changePassword, disableAccount, ensureAccount, saveAccount } from './accounts.ts';
import { createAuth, type PortalAuth } from './create-auth.ts';
import { mountAuth } from './mount-auth.ts';
import { allowedAttempts, allowedEverywhere } from './sign-in-attempts.ts';
import { whileSignedIn } from './while-signed-in.ts';
import { whoIs } from './who-is.ts';

const password = 'correct horse battery';
let database: Awaited<ReturnType<typeof openDatabaseForTests>>;
let portalAuth: PortalAuth;
let server: Server;
let base: string;

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(base + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const signIn = (email: string, given = password, headers: Record<string, string> = {}) =>
  post('/api/auth/sign-in/email', { email, password: given }, headers);

const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

beforeAll(async () => {
  database = await openDatabaseForTests();
  portalAuth = createAuth({
    authUrl: database.authUrl,
    secret: 'a secret of this test alone',
    publicUrl: 'http://localhost',
    signInsAMinute: 60,
  });
  const app = express();
  // As behind a proxy on this machine: a test says from where it asks.
  app.set('trust proxy', 'loopback');
  app.use(refuseForeignOrigins);
  mountAuth(app, portalAuth);
  app.get('/who', async (req, res) => void res.json((await whoIs(portalAuth, req))?.asker ?? null));
  // Sends one chunk and then nothing, like an idle event stream.
  app.get('/long', whileSignedIn(portalAuth), (_req, res) => void res.write('begun'));
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const name of ['ada', 'ben', 'cyd', 'dee', 'eve', 'fay', 'fay2', 'gus', 'hal', 'ben2']) {
    await saveAccount(portalAuth, { email: `${name}@site.org`, name, password });
  }
});

/** Each test starts from a client address without earlier requests. */
beforeEach(async () => void (await portalAuth.pool.query('delete from "rateLimit"')));

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await portalAuth.close();
  await database.close();
});

describe('signing in', () => {
  it('sets a cookie that scripts and other sites cannot use, and identifies its holder', async () => {
    const answer = await signIn('ada@site.org');
    expect(answer.status).toBe(200);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^portal_session=/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).toMatch(/; Max-Age=43200/i);
    const who = await fetch(`${base}/who`, { headers: { cookie: cookieOf(answer) } });
    expect(await who.json()).toMatchObject({ email: 'ada@site.org', name: 'ada' });
  });

  it('gives each sign-in a new session id and ends the session on signing out', async () => {
    const [first, second] = [cookieOf(await signIn('ada@site.org')), cookieOf(await signIn('ada@site.org'))];
    expect(first).not.toBe(second);
    expect((await post('/api/auth/sign-out', {}, { cookie: first, origin: base })).status).toBe(200);
    expect(await (await fetch(`${base}/who`, { headers: { cookie: first } })).json()).toBeNull();
    expect(await (await fetch(`${base}/who`, { headers: { cookie: second } })).json()).not.toBeNull();
  });

  it('answers alike for a wrong password, an unknown address and a disabled account', async () => {
    await disableAccount(portalAuth, 'dee@site.org');
    const answers = await Promise.all([
      signIn('ada@site.org', 'not her password'),
      signIn('nobody@site.org'),
      signIn('dee@site.org'),
    ]);
    const seen = await Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]));
    expect(seen[0]).toEqual([401, { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }]);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(answers.map((answer) => answer.headers.get('set-cookie'))).toEqual([null, null, null]);
  });

  it('answers a disabled account with the same bytes, headers and steps as an unknown address', async () => {
    await disableAccount(portalAuth, 'fay@site.org');
    const seen = async (email: string, given: string) => {
      const answer = await signIn(email, given);
      const headers = [...answer.headers].filter(([name]) => name !== 'date');
      return { status: answer.status, headers, body: await answer.text() };
    };
    const wrong = await seen('ada@site.org', 'not her password');
    expect(wrong.status).toBe(401);
    expect(await seen('fay@site.org', password)).toEqual(wrong);
    expect(await seen('FAY@site.org', password)).toEqual(wrong);
    expect(await seen('fay@site.org', 'not her password')).toEqual(wrong);
    expect(await seen('nobody@site.org', password)).toEqual(wrong);
  });

  it('takes as long for a disabled account as for a wrong password', async () => {
    await disableAccount(portalAuth, 'fay@site.org');
    const ms = async (email: string, given: string) => {
      const began = performance.now();
      await (await signIn(email, given)).text();
      return performance.now() - began;
    };
    const closed: number[] = [];
    const wrong: number[] = [];
    for (let i = 0; i < 9; i += 1) {
      await portalAuth.pool.query('delete from "rateLimit"; delete from sign_in_attempt');
      wrong.push(await ms('ada@site.org', 'not her password'));
      closed.push(await ms('fay@site.org', password));
    }
    const median = (values: number[]) => values.toSorted((a, b) => a - b)[4] ?? NaN;
    // One Argon2id each (about 30 ms); a path without it, or with two, is off by that factor.
    expect(median(closed) / median(wrong)).toBeGreaterThan(0.5);
    expect(median(closed) / median(wrong)).toBeLessThan(2);
  });

  it('keeps passwords as Argon2id of 19 MiB, two passes, one lane', async () => {
    const { rows } = await portalAuth.pool.query<{ password: string }>('select password from account');
    expect(rows).not.toHaveLength(0);
    for (const row of rows) expect(row.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('checks no more than the allowed number of passwords per account, even when sent at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: allowedAttempts + 8 }, (_, i) => signIn('ben@site.org', `wrong password ${i}`)),
    );
    const refused = answers.filter(({ status }) => status === 401);
    expect(refused).toHaveLength(allowedAttempts);
    // The right password is one attempt too many as well.
    expect((await signIn('ben@site.org')).status).toBe(429);
  });
});

describe('an account', () => {
  it('is rejected from the next request once it is disabled', async () => {
    const cookie = cookieOf(await signIn('cyd@site.org'));
    await disableAccount(portalAuth, 'cyd@site.org');
    expect(await (await fetch(`${base}/who`, { headers: { cookie } })).json()).toBeNull();
  });

  it('loses its sessions and its old password with a new one', async () => {
    const cookie = cookieOf(await signIn('eve@site.org'));
    await changePassword(portalAuth, 'eve@site.org', 'another long password');
    expect(await (await fetch(`${base}/who`, { headers: { cookie } })).json()).toBeNull();
    expect((await signIn('eve@site.org')).status).toBe(401);
    expect((await signIn('eve@site.org', 'another long password')).status).toBe(200);
  });

  it('made at every start gets its password back, and stays disabled once it was disabled', async () => {
    const demo = { email: 'demo@site.org', name: 'demo', password };
    await ensureAccount(portalAuth, demo);
    await changePassword(portalAuth, demo.email, 'changed by somebody');
    await ensureAccount(portalAuth, demo);
    expect((await signIn(demo.email)).status).toBe(200);
    await disableAccount(portalAuth, demo.email);
    await ensureAccount(portalAuth, demo);
    expect((await signIn(demo.email)).status).toBe(401);
  });

  it('has a password of at least 12 characters', async () => {
    await expect(changePassword(portalAuth, 'eve@site.org', 'elevenchars')).rejects.toThrow('at least 12');
  });

  const changing = (cookie: string, body: Record<string, unknown>) =>
    post('/api/auth/change-password', body, { cookie, origin: base });

  it('ends its other sessions when it changes its own password, whatever it requests', async () => {
    const other = cookieOf(await signIn('gus@site.org'));
    const own = cookieOf(await signIn('gus@site.org'));
    const newPassword = 'four teapots on a shelf';
    const answer = await changing(own, { currentPassword: password, newPassword, revokeOtherSessions: false });
    expect(answer.status).toBe(200);
    const who = async (cookie: string) => (await fetch(`${base}/who`, { headers: { cookie } })).json();
    expect(await who(other)).toBeNull();
    expect(await who(own)).toBeNull();
    expect(await who(cookieOf(answer))).toMatchObject({ email: 'gus@site.org' });
  });

  it('has ten guesses at its old password, whoever sits at an open session', async () => {
    const cookie = cookieOf(await signIn('gus@site.org', 'four teapots on a shelf'));
    const guess = (currentPassword: string) =>
      changing(cookie, { currentPassword, newPassword: 'seven teapots on a shelf' });
    for (let i = 0; i < allowedAttempts; i += 1) expect((await guess(`not it ${i}`)).status).toBe(400);
    expect((await guess('four teapots on a shelf')).status).toBe(429);
    // Signing in is another count.
    expect((await signIn('gus@site.org', 'four teapots on a shelf')).status).toBe(200);
  });

  it('refuses a weak password, however it is set, and keeps the old one', async () => {
    const cookie = cookieOf(await signIn('hal@site.org'));
    const refused = await changing(cookie, { currentPassword: password, newPassword: 'aaaaaaaaaaaa' });
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'PASSWORD_TOO_WEAK',
      message: expect.stringMatching(/^The new password repeats one character: use at least 12 characters/),
    });
    await expect(changePassword(portalAuth, 'hal@site.org', 'hal@site.org1')).rejects.toThrow(/name or address/);
    const weak = { email: 'ida@site.org', name: 'ida', password: 'abcdefghijkl' };
    await expect(saveAccount(portalAuth, weak)).rejects.toThrow(/plain sequence/);
    await expect(ensureAccount(portalAuth, weak)).rejects.toThrow(/plain sequence/);
    const { rowCount } = await portalAuth.pool.query(`select from "user" where email = 'ida@site.org'`);
    expect(rowCount).toBe(0);
    expect((await signIn('hal@site.org')).status).toBe(200);
  });

  it('loses the sessions of the old password when it is given a new one', async () => {
    const account = { email: 'jon@site.org', name: 'jon', password };
    await saveAccount(portalAuth, account);
    const cookie = cookieOf(await signIn(account.email));
    await ensureAccount(portalAuth, { ...account, password: 'four teapots on a shelf' });
    expect(await (await fetch(`${base}/who`, { headers: { cookie } })).json()).toBeNull();
  });

  it('cannot be created from outside, nor its session changed from another site', async () => {
    const account = { email: 'new@site.org', password, name: 'new' };
    expect((await post('/api/auth/sign-up/email', account)).status).toBe(404);
    expect((await signIn('ada@site.org', password, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await signIn('ada@site.org', password, { origin: 'null' })).status).toBe(403);
    expect((await signIn('ada@site.org', password, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await signIn('ada@site.org', password, { origin: `${base}.evil.example` })).status).toBe(403);
  });
});

async function opened(email: string): Promise<{ cookie: string; ended: Promise<string> }> {
  const cookie = cookieOf(await signIn(email));
  const answer = await fetch(`${base}/long`, { headers: { cookie } });
  const ended = answer.text().then(
    () => 'ended',
    () => 'cut',
  );
  return { cookie, ended };
}

const within = (ended: Promise<string>, ms = 3_000) => Promise.race([ended, wait(ms, 'goes on', { ref: false })]);

describe('a request that takes long', () => {
  it('is cut off when its session ends, and no other request is', async () => {
    const [first, second] = [await opened('ada@site.org'), await opened('ada@site.org')];
    await post('/api/auth/sign-out', {}, { cookie: first.cookie, origin: base });
    expect(await within(first.ended)).toBe('cut');
    expect(await within(second.ended, 1_500)).toBe('goes on');
    await changePassword(portalAuth, 'ada@site.org', 'three teapots on a shelf');
    expect(await within(second.ended)).toBe('cut');
    await changePassword(portalAuth, 'ada@site.org', password);
  });

  it('is cut off when its account is disabled, and when its session expires', async () => {
    const disabled = await opened('fay2@site.org');
    const expired = await opened('hal@site.org');
    await disableAccount(portalAuth, 'fay2@site.org');
    expect(await within(disabled.ended)).toBe('cut');
    await portalAuth.pool.query(
      `update session set "expiresAt" = now() where "userId" = (select id from "user" where email = 'hal@site.org')`,
    );
    expect(await within(expired.ended)).toBe('cut');
  });
});

describe('one address of a client', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address, 'x-portal-client-address': '10.9.9.9' });

  it('may try as many sign-ins in a minute as is set, whatever accounts it names and whatever it claims beside it', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 61; i += 1)
      answers.push((await signIn(`guess-${i}@site.org`, password, from('10.0.0.1'))).status);
    expect(answers).toEqual([...Array.from({ length: 60 }, () => 401), 429]);
    expect((await signIn('guess-1@site.org', password, from('10.0.0.2'))).status).toBe(401);
  });

  it('that guesses at an account is stopped after ten, and the holder elsewhere is not', async () => {
    await portalAuth.pool.query('delete from sign_in_attempt');
    for (let i = 0; i < allowedAttempts; i += 1) await signIn('ben2@site.org', `wrong ${i}`, from('10.0.1.1'));
    expect((await signIn('ben2@site.org', password, from('10.0.1.1'))).status).toBe(429);
    expect((await signIn('ben2@site.org', password, from('10.0.1.2'))).status).toBe(200);
    // The right password elsewhere gives the guesser no further guess.
    expect((await signIn('ben2@site.org', 'wrong again', from('10.0.1.1'))).status).toBe(429);
  });

  it('is one of many that guess at an account: together they are stopped as well', async () => {
    await portalAuth.pool.query('delete from sign_in_attempt');
    const answers: number[] = [];
    for (let i = 0; i < allowedEverywhere + 1; i += 1) {
      answers.push((await signIn('hal@site.org', `wrong ${i}`, from(`10.0.2.${Math.floor(i / 5)}`))).status);
    }
    expect(answers).toEqual([...Array.from({ length: allowedEverywhere }, () => 401), 429]);
    // A new password forgets all of it.
    await changePassword(portalAuth, 'hal@site.org', 'five teapots on a shelf');
    expect((await signIn('hal@site.org', 'five teapots on a shelf', from('10.0.2.0'))).status).toBe(200);
    await changePassword(portalAuth, 'hal@site.org', password);
  });
});

describe('the holder of a session', () => {
  const who = async (cookie: string): Promise<{ studies: StudyAccess[] } | null> =>
    (await fetch(`${base}/who`, { headers: { cookie } })).json() as Promise<{ studies: StudyAccess[] } | null>;
  const asOwner = async (sql: string, values: unknown[] = []): Promise<void> => {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(sql, values).finally(() => owner.end());
  };

  beforeAll(() =>
    asOwner(`
      with study as (
        insert into portal.study (code, name, synthetic, month_days, time_zero)
        values ('B', 'b', true, 30, 'first HAIC'), ('A', 'a', true, 30, 'first HAIC') returning id, code
      )
      insert into portal.centre (study_id, code, name)
        select id, code || n, code || n from study, generate_series(1, 2) n`),
  );

  it('is returned with the centres currently open to the person, without those removed since', async () => {
    const cookie = cookieOf(await signIn('ada@site.org'));
    expect((await who(cookie))?.studies).toEqual([]);
    const join = (role: string, study: string, centre: string | null) =>
      asOwner(
        `insert into portal.membership (user_id, study_id, role, centre_id)
         select u.id, s.id, $1, (select id from portal.centre where code = $3)
         from auth."user" u, portal.study s where u.email = 'ada@site.org' and s.code = $2`,
        [role, study, centre],
      );
    await join('investigator', 'B', null);
    await join('staff', 'A', 'A2');
    const studies = (await who(cookie))?.studies ?? [];
    expect(
      studies.map(({ studyCode, role, readCentres, writeCentres }) => [
        studyCode,
        role,
        readCentres.length,
        writeCentres.length,
      ]),
    ).toEqual([
      ['A', 'staff', 1, 1],
      ['B', 'investigator', 2, 0],
    ]);
    await asOwner(`delete from portal.membership where role = 'investigator'`);
    expect((await who(cookie))?.studies.map(({ studyCode }) => studyCode)).toEqual(['A']);
  });

  it('has a long request cut off when something it could reach is taken away, and when it was idle for too long', async () => {
    const member = (email: string) =>
      asOwner(
        `insert into portal.membership (user_id, study_id, role, centre_id)
         select u.id, s.id, 'staff', c.id from auth."user" u, portal.study s join portal.centre c on c.study_id = s.id
         where u.email = $1 and s.code = 'A'`,
        [email],
      );
    const ofMember = (email: string) => `user_id = (select id from auth."user" where email = '${email}')`;
    for (const email of ['cut@site.org', 'kept@site.org', 'idle@site.org']) {
      await saveAccount(portalAuth, { email, name: email, password });
      await member(email);
    }
    const [cut, kept, idle] = await Promise.all(['cut@site.org', 'kept@site.org', 'idle@site.org'].map(opened));
    // One of two centres, and more for somebody else: only what is missing counts.
    await asOwner(
      `delete from portal.membership where ${ofMember('cut@site.org')} and centre_id = (select id from portal.centre where code = 'A1')`,
    );
    await asOwner(
      `insert into portal.membership (user_id, study_id, role)
       select u.id, s.id, 'monitor' from auth."user" u, portal.study s where u.email = 'kept@site.org' and s.code = 'B'`,
    );
    await portalAuth.pool.query(
      `update session set "lastSeenAt" = now() - interval '31 minutes'
       where "userId" = (select id from "user" where email = 'idle@site.org')`,
    );
    expect(await within(cut!.ended)).toBe('cut');
    expect(await within(idle!.ended)).toBe('cut');
    expect(await within(kept!.ended, 1_200)).toBe('goes on');
  });

  it('is nobody once the session has expired, also while the account is disabled', async () => {
    const cookie = cookieOf(await signIn('ada@site.org'));
    expect(await who(cookie)).not.toBeNull();
    await asOwner(`update auth."user" set "disabledAt" = now() where email = 'ada@site.org'`);
    expect(await who(cookie)).toBeNull();
    await asOwner(`update auth."user" set "disabledAt" = null where email = 'ada@site.org'`);
    expect(await who(cookie)).not.toBeNull();
    await asOwner(`update auth.session set "expiresAt" = now()`);
    expect(await who(cookie)).toBeNull();
  });

  it('is nobody for a signature that is not ours', async () => {
    const cookie = cookieOf(await signIn('ben2@site.org'));
    const [name, value = ''] = cookie.split('=');
    const [token = ''] = decodeURIComponent(value).split('.');
    const forged = encodeURIComponent(`${token}.${Buffer.alloc(32).toString('base64')}`);
    expect(await who(cookie)).not.toBeNull();
    expect(await who(`${name}=${forged}`)).toBeNull();
    expect(await who(`${name}=${token}`)).toBeNull();
  });

  it('is answered with 503 while the database is unavailable', async () => {
    const lost = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const pool = { query: () => Promise.reject(lost) } as unknown as PortalAuth['pool'];
    const headers = { cookie: cookieOf(await signIn('ben2@site.org')) };
    await expect(whoIs({ ...portalAuth, pool }, { headers })).rejects.toMatchObject({
      extensions: { code: 'UNAVAILABLE' },
    });
  });
});

describe('the role of sign-in', () => {
  it('cannot see any row of a study', async () => {
    await expect(portalAuth.pool.query('select * from portal.membership')).rejects.toThrow('permission denied');
  });

  it('is the only one that may ask who holds a session', async () => {
    const app = new Client({ connectionString: database.appUrl });
    await app.connect();
    await expect(app.query(`select * from auth.who_is('x')`).finally(() => app.end())).rejects.toThrow(
      'permission denied',
    );
    expect((await portalAuth.pool.query(`select * from auth.who_is('x')`)).rows).toEqual([]);
  });
});
