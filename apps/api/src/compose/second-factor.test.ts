import { roleNames } from '@haim/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, secretOf } from '../modules/auth/authenticator.fixture.ts';
import { addMembership } from '../modules/studies/declare-study.ts';
import { openPeopleFixture, password, type PeopleFixture, peopleQuery, study } from './people.fixture.ts';

let at: PeopleFixture;
beforeAll(async () => {
  at = await openPeopleFixture({ secondFactorRule: 'required' });
}, 120_000);
afterAll(() => at?.close());

const mine = '{ mySecondFactor { isOn isDue recoveryCodesLeft } }';
const takeOff = 'mutation ($id: ID!) { takeSecondFactorOff(membershipId: $id) }';

/** Sets the second factor up for whoever holds the session. @returns the cookie that replaces it. */
async function setUp(cookie: string): Promise<string> {
  await at.auth.pool.query('delete from "rateLimit"');
  const made = await at.post('/api/auth/two-factor/enable', { password }, cookie);
  const { totpURI } = (await made.json()) as { totpURI: string };
  const verified = await at.post('/api/auth/two-factor/verify-totp', { code: codeOf(secretOf(totpURI)) }, cookie);
  expect(verified.status).toBe(200);
  return verified.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

describe('where a second factor is required', () => {
  it('nothing is open to an administrator without one but to set it up, and everything afterwards', async () => {
    await at.person('vera', 'administrator');
    const cookie = await at.signIn('vera');
    expect((await at.ask(cookie, mine)).data).toEqual({
      mySecondFactor: { isOn: false, isDue: true, recoveryCodesLeft: null },
    });
    const who = await at.ask(cookie, '{ viewer { name memberships { study } } studies { code } mySessions { id } }');
    expect(who.data).toMatchObject({ viewer: { name: 'vera', memberships: [] }, studies: [] });
    for (const query of [
      '{ models { id } }',
      '{ viewer { name } models { id } }',
      '{ ...q } fragment q on Query { models { id } }',
      'query ($study: String!) { study(code: $study) { code } }',
    ]) {
      const refused = await at.ask(cookie, query, query.includes('$study') ? { study } : {});
      expect([query, refused.code, refused.extensions['secondFactor']]).toEqual([query, 'FORBIDDEN', 'DUE']);
    }
    for (const path of [
      `/api/studies/${study}/audit.csv`,
      '/slides/00000000-0000-4000-8000-000000000000/thumbnail.jpg',
    ]) {
      const answer = await fetch(at.base + path, { headers: { cookie } });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const stream = await fetch(`${at.base}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie },
      body: JSON.stringify({ query: 'subscription { trainingProgress(runId: "x") { id } }' }),
    });
    expect(stream.status).toBe(403);

    const opened = await setUp(cookie);
    expect((await at.ask(opened, peopleQuery, { study })).message).toBeNull();
    expect((await at.ask(opened, mine)).data).toEqual({
      mySecondFactor: { isOn: true, isDue: false, recoveryCodesLeft: 10 },
    });
  });

  it('whoever runs the portal is asked too', async () => {
    await at.person('uma', 'portalAdministrator');
    const cookie = await at.signIn('uma');
    expect((await at.ask(cookie, mine)).data).toMatchObject({ mySecondFactor: { isDue: true } });
  });

  it('roles without such rights go on without one', async () => {
    await at.person('will', 'monitor');
    const cookie = await at.signIn('will');
    expect((await at.ask(cookie, '{ studies { code } }')).data).toEqual({ studies: [{ code: study }] });
  });
});

describe('a lost second factor', () => {
  it('is taken off by whoever manages people, and by nobody else', async () => {
    await at.person('xia', 'staff', 'A');
    await setUp(await at.signIn('xia'));
    const { id } = (await at.membership('xia'))!;
    const outcomes: Record<string, string | null> = {};
    for (const role of roleNames) {
      if (role === 'administrator' || role === 'portalAdministrator') continue;
      await at.person(`off-${role}`, role, role === 'staff' ? 'A' : null);
      outcomes[role] = (await at.ask(await at.signIn(`off-${role}`), takeOff, { id })).code;
    }
    expect(new Set(Object.values(outcomes))).toEqual(new Set(['NOT_FOUND']));

    await at.person('yan', 'administrator');
    const administrator = await setUp(await at.signIn('yan'));
    expect((await at.ask(administrator, takeOff, { id })).message).toBeNull();
    // Signs in by the password alone again.
    expect((await at.ask(await at.signIn('xia'), mine)).data).toMatchObject({ mySecondFactor: { isOn: false } });
    expect(await at.ask(administrator, takeOff, { id })).toMatchObject({
      code: 'CONFLICT',
      extensions: { people: 'NO_SECOND_FACTOR' },
    });
    const { rows } = await at.owner.query(
      `select user_name, details ->> 'user_id' as of from portal.audit_entry where action = 'secondFactorOff'`,
    );
    const { rows: people } = await at.owner.query<{ id: string }>(`select id from auth."user" where name = 'xia'`);
    expect(rows).toEqual([{ user_name: 'yan', of: people[0]!.id }]);
  });

  it('of somebody who has another study, or runs the portal, is not an administrator of one study’s to take off', async () => {
    await at.person('zoe', 'administrator');
    const administrator = await setUp(await at.signIn('zoe'));

    const both = await at.person('both', 'monitor');
    await addMembership(at.database.ownerUrl, { userId: both, study: 'OTHER', role: 'monitor', centre: null });
    await setUp(await at.signIn('both'));
    const runs = await at.person('runs', 'portalAdministrator');
    await addMembership(at.database.ownerUrl, { userId: runs, study, role: 'monitor', centre: null });
    const portalAdministrator = await setUp(await at.signIn('runs'));

    for (const name of ['both', 'runs']) {
      const { id } = (await at.membership(name))!;
      expect(await at.ask(administrator, takeOff, { id })).toMatchObject({
        code: 'FORBIDDEN',
        extensions: { people: 'NOT_ALL_MANAGED' },
      });
    }
    // The refusals took nothing off.
    expect((await at.ask(portalAdministrator, mine)).data).toMatchObject({ mySecondFactor: { isOn: true } });
    const { id } = (await at.membership('both'))!;
    expect((await at.ask(portalAdministrator, takeOff, { id })).message).toBeNull();
  });
});
