import { setTimeout as wait } from 'node:timers/promises';
import { type Role, roleNames } from '@haim/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../mail/mail-server.fixture.ts';
import { type Mailer, openMailer } from '../mail/mailer.ts';
import { disableAccount, offerPasswordReset } from '../modules/auth/accounts.ts';
import { codeOf, secretOf } from '../modules/auth/authenticator.fixture.ts';
import { addMembership } from '../modules/studies/declare-study.ts';
import { invite, openPeopleFixture, password, type PeopleFixture, study } from './people.fixture.ts';

const publicUrl = 'https://portal.example.org';
const newPassword = 'tall green bicycle seat';
let server: Awaited<ReturnType<typeof openMailServer>>;
let mailer: Mailer;
let at: PeopleFixture;
const sessions = {} as Record<Role, string>;

beforeAll(async () => {
  server = await openMailServer();
  mailer = openMailer({ smtpUrl: server.url, from: 'HAIM Portal <portal@example.org>' });
  at = await openPeopleFixture({ post: { mailer, publicUrl } });
  for (const role of roleNames) {
    await at.person(role, role, role === 'staff' ? 'A' : null);
    sessions[role] = await at.signIn(role);
  }
}, 120_000);
beforeEach(() => void server.received.splice(0));
afterAll(async () => {
  await at?.close();
  mailer?.close();
  await server?.close();
});

const offer = 'mutation ($id: ID!) { offerPasswordReset(membershipId: $id) { path isMailed } }';
/** The policy has a nonce of each answer. */
const changing = ['date', 'content-security-policy'];
const resets = async (step: 'look' | 'use' | 'ask', body: object) => {
  const answer = await at.post(`/api/password-resets/${step}`, body);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const offered = async (name: string, cookie = sessions.administrator) => {
  const { data, message } = await at.ask(cookie, offer, { id: (await at.membership(name))!.id });
  expect(message).toBeNull();
  return (data!['offerPasswordReset'] as { path: string }).path.replace('/new-password/', '');
};
const isSignedIn = async (cookie: string) => (await at.ask(cookie, '{ viewer { id } }')).status === 200;
const tokenIn = (text: string) => new RegExp(`${publicUrl}/new-password/([\\w-]{43})\\s`).exec(text)?.[1] ?? '';
async function letter(number = 1) {
  for (const end = Date.now() + 25_000; server.received.length < number && Date.now() < end;) await wait(20);
  return server.received[number - 1];
}
async function eventsOf(work: () => Promise<unknown>): Promise<string[]> {
  const { rows: last } = await at.owner.query<{ id: string }>(
    'select coalesce(max(id), 0) as id from portal.audit_entry',
  );
  await work();
  const { rows } = await at.owner.query<{ event: string }>(
    `select concat_ws(' ', action, user_name, s.code) as event
     from portal.audit_entry e left join portal.study s on s.id = e.study_id where e.id > $1 order by e.id`,
    [last[0]!.id],
  );
  return rows.map(({ event }) => event);
}

describe('a link for a new password', () => {
  it('sets it once, ends every session, and is in the trail', async () => {
    await at.person('ada', 'monitor');
    const before = await at.signIn('ada');
    let token = '';
    expect(await eventsOf(async () => (token = await offered('ada')))).toEqual([
      `passwordResetOffered administrator ${study}`,
    ]);
    expect(await resets('look', { token })).toMatchObject({ status: 200, body: { email: 'ada@site.org' } });
    expect(await isSignedIn(before)).toBe(true);

    const weak = await resets('use', { token, password: 'ada@site.org1' });
    expect(weak).toMatchObject({ status: 400, body: { code: 'BAD_USER_INPUT' } });
    const events = await eventsOf(async () => {
      expect(await resets('use', { token, password: newPassword })).toMatchObject({ status: 200 });
    });
    expect(events).toEqual(['passwordChanged ada']);
    expect(await isSignedIn(before)).toBe(false);
    await expect(at.signIn('ada', password)).rejects.toThrow('401');
    expect(await isSignedIn(await at.signIn('ada', newPassword))).toBe(true);
    for (const step of ['look', 'use'] as const)
      expect(await resets(step, { token, password: 'another long password' })).toMatchObject({
        status: 409,
        body: { code: 'CONFLICT', link: 'used' },
      });
  });

  it('is used by one of several at the same moment, and voids the others of the account', async () => {
    await at.person('ben', 'monitor');
    const [first, second] = [await offered('ben'), await offered('ben')];
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => resets('use', { token: first, password: `${newPassword} ${i}` })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
    expect(await resets('look', { token: second })).toMatchObject({ status: 409, body: { link: 'used' } });
  });

  it('is stored as a hash, expires after a day, and cannot be guessed', async () => {
    await at.person('cyd', 'monitor');
    const token = await offered('cyd');
    const { rows } = await at.owner.query<{ row: string; hours: number }>(
      `select r::text as row, extract(epoch from expires_at - created_at) / 3600 as hours from auth.password_reset r
       join auth."user" u on u.id = r.user_id where u.name = 'cyd'`,
    );
    expect(rows).toMatchObject([{ hours: expect.anything() }]);
    expect(Number(rows[0]!.hours)).toBe(24);
    expect(rows[0]!.row).not.toContain(token);
    await at.owner.query('update auth.password_reset set expires_at = now()');
    expect(await resets('use', { token, password: newPassword })).toMatchObject({
      status: 409,
      body: { link: 'expired' },
    });
    expect(await resets('look', { token: `${token}x` })).toMatchObject({ status: 404 });
    expect(await resets('look', {})).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('token') },
    });
  });

  it('keeps the second factor: the link alone opens nothing', async () => {
    await at.person('dee', 'monitor');
    const cookie = await at.signIn('dee');
    const made = await at.post('/api/auth/two-factor/enable', { password }, cookie);
    const { totpURI } = (await made.json()) as { totpURI: string };
    await at.post('/api/auth/two-factor/verify-totp', { code: codeOf(secretOf(totpURI)) }, cookie);
    await resets('use', { token: await offered('dee'), password: newPassword });
    const answer = await at.post('/api/auth/sign-in/email', { email: 'dee@site.org', password: newPassword });
    expect(await answer.json()).toMatchObject({ twoFactorRedirect: true });
  });

  it('of the operator sets it as well', async () => {
    await at.person('eve', null);
    let token = '';
    expect(await eventsOf(async () => (token = await offerPasswordReset(at.auth, 'EVE@site.org')))).toEqual([
      'passwordResetOffered portal user',
    ]);
    expect(await resets('use', { token, password: newPassword })).toMatchObject({ status: 200 });
    await expect(offerPasswordReset(at.auth, 'nobody@site.org')).rejects.toThrow('no account has the address');
  });
});

describe('who may make one', () => {
  it('manages people; for everybody else the membership does not exist', async () => {
    await at.person('fay', 'staff', 'A');
    const { id } = (await at.membership('fay'))!;
    for (const role of roleNames) {
      const { code } = await at.ask(sessions[role], offer, { id });
      const may = role === 'administrator' || role === 'portalAdministrator';
      expect([role, code]).toEqual([role, may ? null : 'NOT_FOUND']);
    }
    expect(await at.ask(null, offer, { id })).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('manages everything that the account opens: no account of another study, nor of whoever runs the portal', async () => {
    const both = await at.person('gus', 'monitor');
    await addMembership(at.database.ownerUrl, { userId: both, study: 'OTHER', role: 'monitor', centre: null });
    const runs = await at.person('hal', 'portalAdministrator');
    await addMembership(at.database.ownerUrl, { userId: runs, study, role: 'monitor', centre: null });
    for (const name of ['gus', 'hal']) {
      const { id } = (await at.membership(name))!;
      expect(await at.ask(sessions.administrator, offer, { id })).toMatchObject({
        code: 'FORBIDDEN',
        extensions: { people: 'NOT_ALL_MANAGED' },
      });
      expect((await at.ask(sessions.portalAdministrator, offer, { id })).message).toBeNull();
    }
  });

  it('is asked again when the link is used: what the account has gained meanwhile is not taken over', async () => {
    const userId = await at.person('ida', 'monitor');
    const token = await offered('ida');
    await addMembership(at.database.ownerUrl, { userId, study: 'OTHER', role: 'administrator', centre: null });
    for (const step of ['look', 'use'] as const)
      expect(await resets(step, { token, password: newPassword })).toMatchObject({
        status: 409,
        body: { link: 'withdrawn' },
      });
    expect(await isSignedIn(await at.signIn('ida'))).toBe(true);
  });

  it('makes none for a closed account, and one that is made counts no more', async () => {
    await at.person('jon', 'monitor');
    const token = await offered('jon');
    await disableAccount(at.auth, 'jon@site.org');
    expect(await resets('use', { token, password: newPassword })).toMatchObject({
      status: 409,
      body: { link: 'withdrawn' },
    });
    const { id } = (await at.membership('jon'))!;
    expect(await at.ask(sessions.administrator, offer, { id })).toMatchObject({
      code: 'CONFLICT',
      extensions: { people: 'ACCOUNT_CLOSED' },
    });
  });
});

describe('asking for one without being signed in', () => {
  it('sends it to the address of the account, for an hour', async () => {
    await at.person('kim', 'monitor');
    let received: Awaited<ReturnType<typeof letter>>;
    const events = await eventsOf(async () => {
      expect(await resets('ask', { email: ' Kim@Site.org' })).toEqual({ status: 202, body: {} });
      received = await letter();
    });
    expect(events).toEqual(['passwordResetOffered nobody']);
    expect(received).toMatchObject({ from: 'portal@example.org', to: ['kim@site.org'] });
    expect(received!.text).toContain('within an hour');
    expect(await resets('use', { token: tokenIn(received!.text), password: newPassword })).toMatchObject({
      status: 200,
    });
  });

  it('answers alike for an unknown address, a closed account and too many requests, before anything is looked up', async () => {
    await at.person('lea', 'monitor');
    await at.person('max', 'monitor');
    await disableAccount(at.auth, 'max@site.org');
    const connect = at.auth.pool.query.bind(at.auth.pool);
    // While the database does not answer, the answer is the same and there.
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    at.auth.pool.query = ((...given: Parameters<typeof connect>) =>
      held.then(() => connect(...given))) as typeof connect;
    const seen: unknown[] = [];
    for (const email of ['lea@site.org', 'nobody@site.org', 'max@site.org', 'not an address']) {
      const answer = await at.post('/api/password-resets/ask', { email });
      seen.push([answer.status, [...answer.headers].filter(([name]) => !changing.includes(name)), await answer.text()]);
    }
    release();
    at.auth.pool.query = connect;
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
    expect((await letter())?.to).toEqual(['lea@site.org']);

    for (let i = 0; i < 5; i += 1) await resets('ask', { email: 'lea@site.org' });
    await letter(3);
    // What is not sent leaves no trace to wait for.
    await wait(500);
    // Three in a quarter of an hour, the first among them.
    expect(server.received.map(({ to }) => to)).toEqual(Array.from({ length: 3 }, () => ['lea@site.org']));
  });
});

describe('a letter', () => {
  it('carries an invitation in both languages, with the link that is shown', async () => {
    await at.owner.query(
      `update portal.study set name = E'大肝癌 study\\r\\nBcc: evil@example.org' where code = 'OTHER'`,
    );
    await at.person('nia', 'administrator', null, 'OTHER');
    const { data } = await at.ask(await at.signIn('nia'), invite.replace('path', 'path isMailed'), {
      study: 'OTHER',
      email: 'new@site.org',
      placement: { role: 'statistician' },
    });
    const { path, isMailed } = data!['inviteMember'] as { path: string; isMailed: boolean };
    expect(isMailed).toBe(true);
    const received = await letter();
    expect(received).toMatchObject({ from: 'portal@example.org', to: ['new@site.org'] });
    expect(received!.subject).toContain('大肝癌 study');
    expect(received!.source.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
    for (const part of ['nia invites you', 'as statistician', 'nia 邀请您', '统计师'])
      expect(received!.text).toContain(part);
    expect(received!.text.split(publicUrl + path)).toHaveLength(3);
    expect((await at.look(path.replace('/invitation/', ''))).status).toBe(200);
  });

  it('that the mail server does not take loses nothing: the link is shown, and that it was not sent', async () => {
    const away = openMailer({ smtpUrl: 'smtp://portal:wrong@127.0.0.1:1', from: 'portal@example.org' });
    const refusing = openMailer({
      smtpUrl: server.url.replace('mail%20password', 'wrong'),
      from: 'portal@example.org',
    });
    const words = { to: 'a@site.org', subject: 'x', text: 'y' };
    expect(await away.send(words)).toBe(false);
    expect(await refusing.send(words)).toBe(false);
    away.close();
    refusing.close();

    const { send } = mailer;
    mailer.send = () => Promise.resolve(false);
    await at.person('oda', 'monitor');
    const { data } = await at.ask(sessions.administrator, offer, { id: (await at.membership('oda'))!.id });
    mailer.send = send;
    const { path, isMailed } = data!['offerPasswordReset'] as { path: string; isMailed: boolean };
    expect(isMailed).toBe(false);
    expect(await resets('look', { token: path.replace('/new-password/', '') })).toMatchObject({ status: 200 });
  });
});
