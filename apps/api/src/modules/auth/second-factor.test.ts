import express from 'express';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { roleNames } from '@haim/schema';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { disableAccount, saveAccount, takeSecondFactorOff } from './accounts.ts';
import { codeOf, earlierCodeOf, secretOf } from './authenticator.fixture.ts';
import { createAuth, type PortalAuth } from './create-auth.ts';
import { mountAuth } from './mount-auth.ts';
import { allowedCodes, asRecoveryCode } from './second-factor.ts';
import { needsSecondFactor } from './second-factor-rule.ts';
import { whoIs } from './who-is.ts';

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
  app.get('/who', async (req, res) => void res.json((await whoIs(auth, req))?.asker ?? null));
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
}, 120_000);

beforeEach(async () => void (await auth.pool.query('delete from "rateLimit"')));

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
const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .filter((one) => !/Max-Age=0/i.test(one))
    .map((one) => one.split(';')[0])
    .join('; ');
const who = async (cookie: string): Promise<unknown> =>
  (await fetch(`${base}/who`, { headers: { cookie } })).json() as Promise<unknown>;
const signIn = (name: string, given = password) =>
  post('/sign-in/email', { email: `${name}@site.org`, password: given });
/** Codes of the half minutes before, of, and after now are all valid, so that a test need not wait for another one. */
const code = (secret: string, halfMinutes: 0 | 1) => codeOf(secret, Date.now() + halfMinutes * 30_000);

/** An account that has a second factor; its code of the half minute before is used up. */
async function withFactor(name: string) {
  await saveAccount(auth, { email: `${name}@site.org`, name, password });
  const cookie = cookiesOf(await signIn(name));
  const made = (await (await post('/two-factor/enable', { password }, cookie)).json()) as {
    totpURI: string;
    backupCodes: string[];
  };
  const secret = secretOf(made.totpURI);
  const verified = await post('/two-factor/verify-totp', { code: await earlierCodeOf(secret) }, cookie);
  expect(verified.status).toBe(200);
  return { secret, uri: made.totpURI, recoveryCodes: made.backupCodes, cookie: cookiesOf(verified) };
}

/** Kinds of the trail's entries, with the name of whose they are. */
async function eventsOf(work: () => Promise<unknown>): Promise<string[]> {
  const { rows: last } = await owner.query<{ id: string }>('select coalesce(max(id), 0) as id from portal.audit_entry');
  await work();
  const { rows } = await owner.query<{ action: string; user_name: string }>(
    'select action, user_name from portal.audit_entry where id > $1 order by id',
    [last[0]!.id],
  );
  return rows.map(({ action, user_name }) => `${action} ${user_name}`);
}

// RFC 6238, appendix B: SHA-1 of the secret "12345678901234567890", the last six of eight digits.
it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1234567890, '005924'],
  [20000000000, '353130'],
])('the authenticator of these tests shows at %d s what RFC 6238 prints', (seconds, printed) => {
  expect(codeOf('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', seconds * 1000)).toBe(printed);
});

describe('setting up', () => {
  it('shows secret and recovery codes, and is on once a code has been given', async () => {
    await saveAccount(auth, { email: 'ada@site.org', name: 'ada', password });
    const cookie = cookiesOf(await signIn('ada'));
    expect(await (await post('/two-factor/enable', { password: 'not her password' }, cookie)).json()).toMatchObject({
      code: 'INVALID_PASSWORD',
    });
    const answer = await post('/two-factor/enable', { password, issuer: 'Another portal' }, cookie);
    const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] };
    expect(totpURI).toMatch(
      /^otpauth:\/\/totp\/HAIM%20Portal:ada%40site.org\?secret=[A-Z2-7]{50,}&issuer=HAIM\+Portal/,
    );
    expect(backupCodes).toHaveLength(10);
    for (const one of backupCodes) expect(one).toMatch(/^[a-hj-km-np-z3-9]{5}-[a-hj-km-np-z3-9]{5}$/);
    expect(new Set(backupCodes).size).toBe(10);

    // Not yet: whoever loses the picture now can still sign in.
    expect((await (await signIn('ada')).json()) as object).not.toHaveProperty('twoFactorRedirect');
    const wrong = await post('/two-factor/verify-totp', { code: '000000' }, cookie);
    expect(wrong.status).toBe(401);
    const events = await eventsOf(async () => {
      const right = await post('/two-factor/verify-totp', { code: code(secretOf(totpURI), 0) }, cookie);
      expect(right.status).toBe(200);
      expect(await who(cookiesOf(right))).toMatchObject({ email: 'ada@site.org' });
    });
    expect(events).toEqual(['secondFactorOn ada']);
    expect(await (await signIn('ada')).json()).toMatchObject({ twoFactorRedirect: true });
  });

  it('stores neither the secret nor a recovery code as text', async () => {
    const { secret, recoveryCodes } = await withFactor('stored');
    for (const table of ['auth."twoFactor"', 'auth."user"', 'auth.verification', 'portal.audit_entry']) {
      const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${table} t`);
      const all = rows.map(({ row }) => row).join('\n');
      for (const text of [secret, ...recoveryCodes]) expect(all).not.toContain(text);
    }
  });

  it('is not possible without being signed in', async () => {
    for (const step of ['enable', 'disable', 'generate-backup-codes', 'verify-totp', 'verify-backup-code'])
      expect([step, (await post(`/two-factor/${step}`, { password, code: '123456' })).status]).toEqual([step, 401]);
    for (const step of ['send-otp', 'verify-otp', 'get-totp-uri', 'view-backup-codes', 'generate-totp'])
      expect([step, (await post(`/two-factor/${step}`, { password })).status]).toEqual([step, 404]);
  });
});

describe('signing in', () => {
  it('opens no session by the password alone, and one by the code', async () => {
    const { secret } = await withFactor('ben');
    const sessions = async () => (await owner.query('select from auth.session')).rowCount;
    const before = await sessions();
    let asked = '';
    const events = await eventsOf(async () => {
      const answer = await signIn('ben');
      expect(answer.headers.getSetCookie().find((one) => one.startsWith('portal_session='))).toMatch(/Max-Age=0/i);
      asked = cookiesOf(answer);
      expect(asked).toMatch(/^portal_second_factor=[^;]+$/);
      expect(await who(asked)).toBeNull();
      expect(await sessions()).toBe(before);
    });
    expect(events).toEqual([]);
    const signedIn = await eventsOf(async () => {
      // As people type it.
      const answer = await post(
        '/two-factor/verify-totp',
        { code: ` ${code(secret, 0).replace(/^.../, '$& ')}` },
        asked,
      );
      expect(await who(cookiesOf(answer))).toMatchObject({ email: 'ben@site.org' });
    });
    expect(signedIn).toEqual(['signIn ben']);
  });

  it('answers a wrong password of an account with a second factor like any other', async () => {
    await withFactor('gil');
    const seen = async (name: string) => {
      const answer = await signIn(name, 'not the password');
      return [answer.status, [...answer.headers].filter(([header]) => header !== 'date'), await answer.text()];
    };
    expect(await seen('gil')).toEqual(await seen('nobody'));
  });

  it('takes a code once, also from two requests at the same moment', async () => {
    const { secret } = await withFactor('cyd');
    const asked = await Promise.all([signIn('cyd'), signIn('cyd')]);
    const now = code(secret, 0);
    const answers = await Promise.all(
      asked.map((answer) => post('/two-factor/verify-totp', { code: now }, cookiesOf(answer))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const later = await post('/two-factor/verify-totp', { code: now }, cookiesOf(await signIn('cyd')));
    expect(await later.json()).toMatchObject({ code: 'CODE_USED' });
  });

  it('takes no code of another account, of long ago or of the future', async () => {
    const { secret: foreign } = await withFactor('dee');
    const { secret } = await withFactor('eve');
    const asked = cookiesOf(await signIn('eve'));
    for (const wrong of [
      code(foreign, 0),
      codeOf(secret, Date.now() - 120_000),
      codeOf(secret, Date.now() + 120_000),
    ]) {
      const answer = await post('/two-factor/verify-totp', { code: wrong }, asked);
      expect(answer.status).toBe(401);
    }
  });

  it('makes an account wait after ten wrong codes in a row, whatever is given then', async () => {
    const { secret, recoveryCodes } = await withFactor('fay');
    const statuses: number[] = [];
    for (let i = 0; i < allowedCodes; i += 1) {
      // A sign-in takes five wrong codes at most.
      const asked = cookiesOf(await signIn('fay'));
      statuses.push((await post('/two-factor/verify-totp', { code: String(100_000 + i) }, asked)).status);
      await auth.pool.query('delete from "rateLimit"');
    }
    expect(new Set(statuses)).toEqual(new Set([401]));
    const asked = cookiesOf(await signIn('fay'));
    expect((await post('/two-factor/verify-totp', { code: code(secret, 0) }, asked)).status).toBe(429);
    expect((await post('/two-factor/verify-backup-code', { code: recoveryCodes[0] }, asked)).status).toBe(429);
  });

  it('remembers no device, whatever the request asks for', async () => {
    const { secret } = await withFactor('hal');
    const asked = cookiesOf(await signIn('hal'));
    const answer = await post('/two-factor/verify-totp', { code: code(secret, 0), trustDevice: true }, asked);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).not.toContain('trust');
    const again = await fetch(`${base}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base, cookie: cookiesOf(answer) },
      body: JSON.stringify({ email: 'hal@site.org', password }),
    });
    expect(await again.json()).toMatchObject({ twoFactorRedirect: true });
  });

  it('ends with the account and with its sessions: a code that is still to come opens nothing', async () => {
    const { secret } = await withFactor('ida');
    const asked = cookiesOf(await signIn('ida'));
    await saveAccount(auth, { email: 'ida@site.org', name: 'ida', password: 'four teapots on a shelf' });
    expect((await post('/two-factor/verify-totp', { code: code(secret, 0) }, asked)).status).toBe(401);
    const again = cookiesOf(await signIn('ida', 'four teapots on a shelf'));
    await disableAccount(auth, 'ida@site.org');
    expect((await post('/two-factor/verify-totp', { code: code(secret, 1) }, again)).status).toBe(401);
  });
});

describe('a recovery code', () => {
  it('signs in once, however it is typed, and is recorded', async () => {
    const { recoveryCodes } = await withFactor('jon');
    const [first = ''] = recoveryCodes;
    const use = async () => {
      const asked = cookiesOf(await signIn('jon'));
      return post('/two-factor/verify-backup-code', { code: first.toUpperCase().replace('-', ' ') }, asked);
    };
    const events = await eventsOf(async () => {
      expect(await who(cookiesOf(await use()))).toMatchObject({ email: 'jon@site.org' });
      expect((await use()).status).toBe(401);
    });
    expect(events).toEqual(['recoveryCodeUsed jon', 'signIn jon', 'secondFactorRefused jon']);
    const { rows } = await owner.query<{ id: string }>(`select id from auth."user" where name = 'jon'`);
    expect(await auth.recoveryCodesLeft(rows[0]!.id)).toBe(9);
  });

  it('is no longer valid once codes are made anew, for which the password is needed', async () => {
    const { recoveryCodes, cookie } = await withFactor('kim');
    expect((await post('/two-factor/generate-backup-codes', { password: 'not hers' }, cookie)).status).toBe(400);
    const events = await eventsOf(async () => {
      const answer = await post('/two-factor/generate-backup-codes', { password }, cookie);
      const { backupCodes } = (await answer.json()) as { backupCodes: string[] };
      const asked = cookiesOf(await signIn('kim'));
      expect((await post('/two-factor/verify-backup-code', { code: recoveryCodes[0] }, asked)).status).toBe(401);
      expect((await post('/two-factor/verify-backup-code', { code: backupCodes[0] }, asked)).status).toBe(200);
    });
    expect(events).toEqual(['recoveryCodesMade kim', 'secondFactorRefused kim', 'recoveryCodeUsed kim', 'signIn kim']);
  });

  it('is read without regard to case, blanks and the hyphen', () => {
    for (const typed of ['abcde-fghjk', 'ABCDE FGHJK', ' abcdefghjk '])
      expect(asRecoveryCode(typed)).toBe('abcde-fghjk');
  });
});

describe('taking it off', () => {
  it('needs the password, and is recorded', async () => {
    const { cookie } = await withFactor('lea');
    expect((await post('/two-factor/disable', { password: 'not hers' }, cookie)).status).toBe(400);
    const events = await eventsOf(async () => {
      const answer = await post('/two-factor/disable', { password }, cookie);
      expect(answer.status).toBe(200);
      expect(await who(cookiesOf(answer))).toMatchObject({ email: 'lea@site.org' });
    });
    expect(events).toEqual(['secondFactorOff lea']);
    expect(await who(cookiesOf(await signIn('lea')))).toMatchObject({ email: 'lea@site.org' });
  });

  it('by the operator ends every session', async () => {
    const { cookie } = await withFactor('max');
    expect(await eventsOf(() => takeSecondFactorOff(auth, 'max@site.org'))).toEqual(['secondFactorOff portal user']);
    expect(await who(cookie)).toBeNull();
    expect(await who(cookiesOf(await signIn('max')))).toMatchObject({ email: 'max@site.org' });
    expect(await takeSecondFactorOff(auth, 'max@site.org')).toBe(false);
  });
});

it('is needed by whoever manages people or decides on models, by everybody, or by nobody', () => {
  const needing = (rule: 'optional' | 'required' | 'everybody') =>
    roleNames.filter((role) => needsSecondFactor(rule, [role]));
  expect(needing('optional')).toEqual([]);
  expect(needing('required')).toEqual(['portalAdministrator', 'administrator']);
  expect(needing('everybody')).toEqual(roleNames);
  expect(needsSecondFactor('everybody', [])).toBe(true);
});
