import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Role, roleMay, roleNames } from '@haim/schema';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMembership } from '../modules/studies/declare-study.ts';
import {
  change,
  end,
  invite,
  openPeopleFixture,
  password,
  type PeopleFixture,
  peopleQuery,
  study,
} from './people.fixture.ts';

let at: PeopleFixture;
/** A session for each role, the person named like the role. */
const sessions = {} as Record<Role, string>;

beforeAll(async () => {
  at = await openPeopleFixture();
  for (const role of roleNames) {
    await at.person(role, role, role === 'staff' ? 'A' : null);
    sessions[role] = await at.signIn(role);
  }
}, 120_000);
afterAll(() => at?.close());

const invited = async (email: string, placement: object, cookie = sessions.administrator) => {
  const { data, message } = await at.ask(cookie, invite, { study, email, placement });
  expect(message).toBeNull();
  const { path, invitation } = data!['inviteMember'] as { path: string; invitation: { id: string } };
  return { token: path.replace('/invitation/', ''), id: invitation.id };
};

describe('every operation about people', () => {
  /** A membership of nobody in particular. */
  const target = async () => {
    const userId = randomUUID();
    await addMembership(at.database.ownerUrl, { userId, study, role: 'monitor', centre: null });
    const { rows } = await at.owner.query<{ id: string; version: number }>(
      'select id, version from portal.membership where user_id = $1',
      [userId],
    );
    return rows[0]!;
  };
  /** Made so that whoever has the right succeeds. */
  const operations: Record<string, () => Promise<[query: string, variables: object]>> = {
    people: async () => [peopleQuery, { study }],
    inviteMember: async () => [invite, { study, email: `${randomUUID()}@site.org`, placement: { role: 'monitor' } }],
    revokeInvitation: async () => [
      `mutation ($id: ID!) { revokeInvitation(id: $id) }`,
      { id: (await invited(`${randomUUID()}@site.org`, { role: 'monitor' })).id },
    ],
    changeMembership: async () => [change, { ...(await target()), placement: { role: 'statistician' } }],
    endMembership: async () => [end, await target()],
    endSessionsOf: async () => [`mutation ($id: ID!) { endSessionsOf(membershipId: $id) }`, await target()],
  };

  it.each(roleNames.flatMap((role) => Object.keys(operations).map((name) => [role, name] as const)))(
    '%s: %s is answered as the rights say',
    async (role, name) => {
      const [query, variables] = await operations[name]!();
      const { code, message } = await at.ask(sessions[role], query, variables);
      if (roleMay(role, 'managePeople')) expect(message).toBeNull();
      // A row of others does not exist for those who do not manage people; what names the study is refused openly.
      else expect(code).toBe(name === 'people' || name === 'inviteMember' ? 'FORBIDDEN' : 'NOT_FOUND');
    },
  );

  it('does not exist for a stranger, and a study or row of others does not for its administrator', async () => {
    await at.person('elsewhere', 'administrator', null, 'OTHER');
    const cookie = await at.signIn('elsewhere');
    for (const name of Object.keys(operations)) {
      const [query, variables] = await operations[name]!();
      expect(await at.ask(null, query, variables)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
      expect(await at.ask(cookie, query, variables)).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('lists members by name with role, centre, last sign-in and sessions', async () => {
    const { data } = await at.ask(sessions.administrator, peopleQuery, { study });
    const { members } = data!['people'] as { members: { name: string; [field: string]: unknown }[] };
    expect(members.map(({ name }) => name)).toEqual(
      members.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b)),
    );
    expect(members.find(({ name }) => name === 'staff')).toMatchObject({
      email: 'staff@site.org',
      role: 'staff',
      centre: 'A',
      sessions: 1,
      lastSignInAt: expect.stringMatching(/^20/),
      isDisabled: false,
    });
  });
});

describe('an invitation', () => {
  it('opens an account with its own password and the role, once', async () => {
    const { token } = await invited('Nora@Site.org', { role: 'staff', centre: 'B' });
    expect(await at.look(token)).toMatchObject({
      status: 200,
      body: {
        study,
        email: 'nora@site.org',
        role: 'staff',
        centre: 'B',
        hasAccount: false,
        invitedBy: 'administrator',
      },
    });
    expect(await at.accept(token, 'Nora')).toMatchObject({ status: 201, body: { email: 'nora@site.org' } });
    const { data } = await at.ask(await at.signIn('nora'), '{ viewer { name memberships { study role centres } } }');
    expect(data).toEqual({ viewer: { name: 'Nora', memberships: [{ study, role: 'staff', centres: ['B'] }] } });

    const again = await at.accept(token, 'Nora');
    expect(again).toMatchObject({ status: 409, body: { code: 'CONFLICT', invitation: 'accepted' } });
    expect(again.body['message']).toBe('this invitation was accepted already: sign in, or ask for another one');
  });

  it('makes one account, however many accept it at once', async () => {
    const { token } = await invited('race@site.org', { role: 'monitor' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => at.accept(token, 'race')));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
    const { rows } = await at.owner.query(`select from auth."user" where email = 'race@site.org'`);
    expect(rows).toHaveLength(1);
  });

  it('is stored as a hash: no row of the database has the token', async () => {
    const { token } = await invited('hash@site.org', { role: 'monitor' });
    const { rows: tables } = await at.owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('portal', 'auth')`,
    );
    for (const { name } of tables) {
      const { rows } = await at.owner.query(`select from ${name} t where t::text like $1`, [`%${token}%`]);
      expect(rows, name).toHaveLength(0);
    }
    expect(tables.length).toBeGreaterThan(30);
  });

  it('adds a study to an account, which keeps its password', async () => {
    await at.person('olga', 'administrator', null, 'OTHER');
    const { token } = await invited('olga@site.org', { role: 'pathologist' });
    expect((await at.look(token)).body).toMatchObject({ hasAccount: true });
    expect(await at.accept(token, 'Olga')).toMatchObject({ status: 409, body: { invitation: 'hasAccount' } });
    const cookie = await at.signIn('olga');
    const joined = await at.post('/api/invitations/join', { token }, cookie);
    expect([joined.status, await joined.json()]).toEqual([200, { study }]);
    const { data } = await at.ask(await at.signIn('olga', password), '{ viewer { memberships { study role } } }');
    expect(data).toEqual({
      viewer: {
        memberships: [
          { study: 'OTHER', role: 'administrator' },
          { study, role: 'pathologist' },
        ],
      },
    });
  });

  it('is for its address alone', async () => {
    const { token } = await invited('paula@site.org', { role: 'monitor' });
    const answer = await at.post('/api/invitations/join', { token }, sessions.statistician);
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { invitation: 'anotherAddress', message: 'this invitation is for paula@site.org: sign in with that account' },
    ]);
    expect((await at.post('/api/invitations/join', { token })).status).toBe(401);
    expect((await at.look(token)).status).toBe(200);
  });

  it('cannot be used once it has expired or was revoked, nor guessed', async () => {
    const [late, gone] = [
      await invited('late@site.org', { role: 'monitor' }),
      await invited('gone@site.org', { role: 'monitor' }),
    ];
    await at.owner.query(`update portal.invitation set expires_at = now() where id = $1`, [late.id]);
    await at.ask(sessions.administrator, `mutation { revokeInvitation(id: "${gone.id}") }`);
    for (const use of [at.look, (token: string) => at.accept(token)]) {
      expect(await use(late.token)).toMatchObject({ status: 409, body: { invitation: 'expired' } });
      expect(await use(gone.token)).toMatchObject({ status: 409, body: { invitation: 'revoked' } });
      expect(await use('guess')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    }
    expect(
      await at.auth.pool.query(`select from "user" where email in ('late@site.org', 'gone@site.org')`),
    ).toMatchObject({
      rowCount: 0,
    });
  });

  it('wants a name and a password that is not weak, and stays open', async () => {
    const { token } = await invited('quinn@site.org', { role: 'monitor' });
    expect(await at.accept(token, ' ')).toMatchObject({
      status: 400,
      body: { message: 'name must have 1 to 200 characters' },
    });
    for (const [weak, said] of [
      ['short', 'shorter than 12 characters'],
      ['quinn@site.org', 'name or address'],
      ['passwordpassword', 'most common|repeats one group|easy to guess'],
    ] as const) {
      expect(await at.accept(token, 'Quinn', weak)).toMatchObject({
        status: 400,
        body: { code: 'BAD_USER_INPUT', message: expect.stringMatching(said) },
      });
    }
    expect((await at.post('/api/invitations/accept', { token })).status).toBe(400);
    expect((await at.look(token)).status).toBe(200);
  });

  it.each([
    ['nobody', { role: 'monitor' }, 'email must be an address such as name@hospital.org'],
    ['a@b', { role: 'king' }, /^role must be one of administrator, dataManager/],
    ['a@b', { role: 'portalAdministrator' }, /^role must be one of administrator, dataManager/],
    ['a@b', { role: 'staff' }, 'centre is missing: the role Centre staff is for one centre, one of A, B'],
    ['a@b', { role: 'administrator', centre: 'A' }, /^centre must be left out: the role Administrator/],
    ['a@b', { role: 'monitor', centre: 'Z' }, 'centre must be one of A, B'],
  ])('to %s as %j is refused with what is expected', async (email, placement, message) => {
    const answer = await at.ask(sessions.administrator, invite, { study, email, placement });
    expect(answer.code).toBe('BAD_USER_INPUT');
    expect(answer.message).toMatch(message);
  });
});

describe('a membership', () => {
  it('opens and closes with the next request', async () => {
    await at.person('ruth', 'monitor');
    const cookie = await at.signIn('ruth');
    const writable = async () => (await at.ask(cookie, `{ study(code: "${study}") { writableCentres } }`)).data;
    expect(await writable()).toEqual({ study: { writableCentres: [] } });

    const first = (await at.membership('ruth'))!;
    const moved = await at.ask(sessions.administrator, change, { ...first, placement: { role: 'staff', centre: 'B' } });
    expect(moved.data).toMatchObject({ changeMembership: { role: 'staff', centre: 'B', version: 2, name: 'ruth' } });
    expect(await writable()).toEqual({ study: { writableCentres: ['B'] } });
    expect(await at.ask(sessions.administrator, end, first)).toMatchObject({
      code: 'CONFLICT',
      extensions: { people: 'CHANGED', currentVersion: 2 },
    });

    expect((await at.ask(sessions.administrator, end, { ...first, version: 2 })).message).toBeNull();
    expect(await at.ask(cookie, `{ study(code: "${study}") { code } }`)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await at.ask(sessions.administrator, end, { ...first, version: 2 })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends a transfer that is under way within about a second, and what is sent next is refused', async () => {
    await at.person('sven', 'staff', 'A');
    const cookie = await at.signIn('sven');
    const send = (body: string | ReadableStream) =>
      fetch(`${at.base}/api/imports/${study}`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x', cookie },
        body,
        duplex: 'half',
      } as RequestInit);
    const begun = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\npatient';
    // The first bytes of a file whose next ones do not come.
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(begun)) });
    const transfer = send(body).then(
      (answer) => answer.status,
      () => 'cut',
    );
    expect(await Promise.race([transfer, wait(1_500, 'under way')])).toBe('under way');
    const began = performance.now();
    await at.ask(sessions.administrator, end, (await at.membership('sven'))!);
    expect(await transfer).toBe('cut');
    expect(performance.now() - began).toBeLessThan(20_000);
    expect((await send(begun)).status).toBe(404);
  });

  it('ends an upload that is under way, and what has arrived of it is reached by nobody', async () => {
    await at.person('tove', 'staff', 'A');
    const cookie = await at.signIn('tove');
    const added = await at.ask(
      cookie,
      `mutation { createPatient(study: "${study}", centre: "A", code: "T1", demographics: { ageYears: 60, sex: "male" }) { id } }`,
    );
    expect(added.message).toBeNull();
    const tus = { 'tus-resumable': '1.0.0', cookie };
    const metadata = Object.entries({ study, centre: 'A', patient: 'T1', barcode: 'T1-1' })
      .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
      .join(',');
    const begun = await fetch(`${at.base}/api/uploads`, {
      method: 'POST',
      headers: { ...tus, 'upload-length': '1000000', 'upload-metadata': metadata },
    });
    expect(begun.status).toBe(201);
    const place = new URL(begun.headers.get('location')!, at.base);
    const send = (offset: number, body: string | ReadableStream) =>
      fetch(place, {
        method: 'PATCH',
        headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body,
        duplex: 'half',
      } as RequestInit).then(
        (answer) => answer.status,
        () => 'cut',
      );
    const slow = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1000)) });
    const transfer = send(0, slow);
    expect(await Promise.race([transfer, wait(1_500, 'under way')])).toBe('under way');
    const began = performance.now();
    await at.ask(sessions.administrator, end, (await at.membership('tove'))!);
    expect(await transfer).toBe('cut');
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await send(1000, 'x')).toBe(404);
    expect((await fetch(place, { method: 'HEAD', headers: tus })).status).toBe(404);
  });

  it('gives way to no second one of the same kind', async () => {
    const userId = await at.person('tess', 'monitor');
    await addMembership(at.database.ownerUrl, { userId, study, role: 'statistician', centre: null });
    const members = (await at.ask(sessions.administrator, peopleQuery, { study })).data!['people'] as {
      members: { id: string; version: number; name: string; role: string }[];
    };
    const monitor = members.members.find(({ name, role }) => name === 'tess' && role === 'monitor')!;
    const answer = await at.ask(sessions.administrator, change, { ...monitor, placement: { role: 'statistician' } });
    expect(answer).toMatchObject({ code: 'CONFLICT', extensions: { people: 'HAS_IT' } });
    expect(
      await at.ask(sessions.administrator, invite, { study, email: 'tess@site.org', placement: { role: 'monitor' } }),
    ).toMatchObject({ code: 'CONFLICT', extensions: { people: 'HAS_IT' } });
  });

  it('of the last administrator stays, also if two administrators end each other at once', async () => {
    const names = ['uma', 'vera'] as const;
    for (const name of names) await at.person(name, 'administrator', null, 'OTHER');
    await at.owner.query(
      `delete from portal.membership m using auth."user" u, portal.study s
       where u.id = m.user_id and s.id = m.study_id and s.code = 'OTHER' and u.name not in ('uma', 'vera')`,
    );
    const cookies = [await at.signIn('uma'), await at.signIn('vera')];
    const rows = [(await at.membership('uma', 'OTHER'))!, (await at.membership('vera', 'OTHER'))!];
    const answers = await Promise.all([at.ask(cookies[0]!, end, rows[1]), at.ask(cookies[1]!, end, rows[0])]);
    expect(answers.filter(({ message }) => message === null)).toHaveLength(1);
    const [refused] = answers.filter(({ message }) => message !== null);
    // The second either sees that nobody would be left, or is no member any more by then.
    expect(['CONFLICT', 'NOT_FOUND']).toContain(refused!.code);

    const left = (await at.membership('uma', 'OTHER')) ? 0 : 1;
    const [own] = [rows[left]!];
    for (const [query, variables] of [
      [end, own],
      [change, { ...own, placement: { role: 'monitor' } }],
    ] as const) {
      expect(await at.ask(cookies[left]!, query, variables)).toMatchObject({
        code: 'CONFLICT',
        message: 'the study would be left without an administrator: make another member administrator first',
        extensions: { people: 'LAST_ADMINISTRATOR' },
      });
    }
    // Whatever the statement.
    await expect(at.owner.query(`delete from portal.membership where id = $1`, [own.id])).rejects.toThrow(
      'without anybody',
    );
  });

  it('is one of two if the second transaction waits for the first', async () => {
    for (const name of ['wim', 'xena']) await at.person(name, 'administrator', null, 'OTHER');
    await at.owner.query(
      `delete from portal.membership m using auth."user" u, portal.study s
       where u.id = m.user_id and s.id = m.study_id and s.code = 'OTHER' and u.name not in ('wim', 'xena')`,
    );
    const other = new Client({ connectionString: at.database.ownerUrl });
    await other.connect();
    const endOf = (client: Client, id: string) => client.query('delete from portal.membership where id = $1', [id]);
    const ids = [(await at.membership('wim', 'OTHER'))!.id, (await at.membership('xena', 'OTHER'))!.id] as const;
    await at.owner.query('begin');
    await endOf(at.owner, ids[0]);
    const waiting = endOf(other, ids[1]).then(
      () => 'deleted',
      (error: Error) => error.message,
    );
    await wait(100);
    await at.owner.query('commit');
    expect(await waiting).toMatch('without anybody');
    await other.end();
  });
});
